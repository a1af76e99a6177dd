package telco.usage.customer;

import telco.usage.problem.ProblemException;

/** The number of a customer as it stands in an address. */
record CustomerId(int value) {

    /** @throws ProblemException INVALID_REQUEST when it is not written as the warehouse would write it */
    static CustomerId of(String text) {
        if (!text.matches("0|-?[1-9][0-9]{0,9}") || Long.parseLong(text) != (int) Long.parseLong(text)) {
            throw ProblemException.invalid("id", "must be a whole number from -2147483648 to 2147483647");
        }
        return new CustomerId(Integer.parseInt(text));
    }

    /** Its digits: what any text has in it that has this number in it. */
    String digits() {
        return String.valueOf(Math.abs((long) value));
    }
}
