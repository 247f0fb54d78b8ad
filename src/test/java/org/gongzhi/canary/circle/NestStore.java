package org.gongzhi.canary.circle;

/// Answers with a type of its door.
class NestStore {

    Nests.Nest first() {
        return new Nests.Nest(1);
    }
}
