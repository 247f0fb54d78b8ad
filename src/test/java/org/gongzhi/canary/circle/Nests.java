package org.gongzhi.canary.circle;

import org.springframework.stereotype.Component;

/// A door and a store that hold each other. Abstract, so that no context makes one.
@Component
public abstract class Nests {

    public record Nest(long id) {}

    private final NestStore store;

    Nests(NestStore store) {
        this.store = store;
    }

    public Nest first() {
        return store.first();
    }
}
