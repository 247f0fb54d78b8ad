package org.gongzhi.notices;

/// Carries one message out of the house by one route.
interface Carrier {

    Route route();

    /// True when this installation has been told how.
    boolean able();

    /// One letter: to which address, with which words and which page; `id` is the same at every attempt.
    record Letter(long id, String to, String title, String text, String url) {}

    /// Hands it over, or says why not.
    void carry(Letter letter) throws Failed;

    /// It could not be handed over; `forGood` when the address does not work.
    final class Failed extends Exception {

        private final boolean forGood;

        Failed(String why, boolean forGood) {
            super(why);
            this.forGood = forGood;
        }

        boolean forGood() {
            return forGood;
        }
    }
}
