package telco.usage.alert;

import telco.usage.run.AlertDelivery.Channel;

/**
 * Who is told, and how.
 *
 * @param address of a mail, or the URL of a webhook
 */
record Target(Channel channel, String address) {}
