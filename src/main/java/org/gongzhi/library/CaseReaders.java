package org.gongzhi.library;

import java.util.HashSet;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.springframework.stereotype.Component;

/// To which communities a reader belongs: where they hold a seat, and where they live.
@Component
class CaseReaders {

    private final People people;

    CaseReaders(People people) {
        this.people = people;
    }

    Set<Long> communities(Actor actor) {
        var found = new HashSet<Long>();
        actor.seats().forEach(seat -> found.add(seat.community()));
        if (actor.person() instanceof Long person) {
            people.find(person).map(Person::community).ifPresent(found::add);
        }
        return found;
    }

    /// The streets of communities; a community's code is its street's and three digits (GB/T 10114).
    static Long[] streets(Set<Long> communities) {
        return communities.stream()
                .map(community -> community / 1000)
                .distinct()
                .toArray(Long[]::new);
    }
}
