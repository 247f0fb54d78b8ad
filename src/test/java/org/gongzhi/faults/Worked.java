package org.gongzhi.faults;

/// People at work for as long as it is open.
public final class Worked implements AutoCloseable {

    private final Deeds deeds;

    private Worked(Deeds deeds) {
        this.deeds = deeds;
    }

    public static Worked at(String url, String place, String lead) {
        var deeds = new Deeds(url, place, lead);
        deeds.begin(3, 1);
        return new Worked(deeds);
    }

    @Override
    public void close() {
        deeds.close();
    }
}
