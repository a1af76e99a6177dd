/** What holds for every setting, whichever feature it belongs to. */
package telco.usage.settings;
