package telco.usage.pipeline;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The threads that have runs in hand. Whoever stops the service waits for them, and interrupts those that take too long. */
final class ThreadsAtWork {

    private final Set<Thread> threads = new HashSet<>();
    private final Set<Thread> windingUp = new HashSet<>();

    /** The calling thread is at work from here on. */
    synchronized void begin() {
        threads.add(Thread.currentThread());
    }

    /** From here on the calling thread is waited for, but not interrupted; an interrupt that was meant for its work is over. */
    synchronized void windUp() {
        windingUp.add(Thread.currentThread());
        Thread.interrupted();
    }

    /** The calling thread has nothing in hand any more. */
    synchronized void end() {
        threads.remove(Thread.currentThread());
        windingUp.remove(Thread.currentThread());
        notifyAll();
    }

    /** Interrupts those that are at work now, but for those that wind up. */
    synchronized void interrupt() {
        threads.stream().filter(thread -> !windingUp.contains(thread)).forEach(Thread::interrupt);
    }

    /** Waits until nobody is at work; false when {@code patience} was over before. */
    synchronized boolean awaitEnd(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (!threads.isEmpty() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        return threads.isEmpty();
    }
}
