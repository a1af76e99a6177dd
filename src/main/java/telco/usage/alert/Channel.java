package telco.usage.alert;

/** How somebody is told. */
enum Channel {
    MAIL,
    WEBHOOK
}
