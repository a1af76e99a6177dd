package telco.usage.sample;

import java.util.Arrays;

/**
 * Who uses the network, how much, and on which rate plan. A customer has one to eight tickets: who has more is drawn
 * more often. Each ticket of a customer has a rank of its own, from 0 to 7.
 */
final class Customers {

    static final int RANKS = 8;

    private static final int HIGHEST_ID = 2_000_000;
    private static final int HIGHEST_PLAN = 42_000;

    private final int[] ids;
    private final int[] plans;
    private final int[] otherPlans;
    private final int[] tickets;

    Customers(SampleSpec spec) {
        Dice dice = new Dice(spec.seed());
        int[] planIds = spread(spec.ratePlans(), HIGHEST_PLAN, dice);
        ids = spread(spec.customers(), HIGHEST_ID, dice);
        plans = new int[ids.length];
        otherPlans = new int[ids.length];
        int[] sold = new int[ids.length * RANKS];
        int next = 0;
        for (int customer = 0; customer < ids.length; customer++) {
            // Every plan has a customer, as far as they reach; the rest crowd into a few popular plans.
            plans[customer] = planIds[customer < planIds.length ? customer : crowded(planIds.length, dice)];
            otherPlans[customer] = dice.below(500) == 0 ? planIds[dice.below(planIds.length)] : plans[customer];
            int weight = 1 + crowded(RANKS, dice);
            for (int rank = 0; rank < weight; rank++) {
                sold[next++] = customer * RANKS + rank;
            }
        }
        tickets = Arrays.copyOf(sold, next);
    }

    int tickets() {
        return tickets.length;
    }

    int rank(int ticket) {
        return tickets[ticket] % RANKS;
    }

    int id(int ticket) {
        return ids[tickets[ticket] / RANKS];
    }

    int plan(int ticket, Dice dice) {
        int customer = tickets[ticket] / RANKS;
        return (dice.next() & 1) == 0 ? plans[customer] : otherPlans[customer];
    }

    /** Different rising numbers, spread over all that are allowed. */
    private static int[] spread(int count, int highest, Dice dice) {
        int step = highest / count;
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i * step + 1 + dice.below(step);
        }
        return numbers;
    }

    /** A number below the bound, small ones much more often. */
    private static int crowded(int bound, Dice dice) {
        double share = dice.below(1 << 20) / (double) (1 << 20);
        return (int) (bound * share * share * share);
    }
}
