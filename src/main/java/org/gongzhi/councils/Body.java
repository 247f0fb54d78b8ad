package org.gongzhi.councils;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A council, committee, conference or assembly, with who sits in it.
public record Body(
        long community,
        long id,
        long place,
        String placeCode,
        String kind,
        String name,
        Instant foundedAt,
        @Nullable Instant endedAt,
        List<Member> members,
        int version) {

    /// Somebody in a seat: `part` is the sort of seat, `standsFor` the unit they speak for, `topic` the one topic
    /// a seat of X was filled for.
    public record Member(
            long id,
            String part,
            String name,
            String standsFor,
            @Nullable Long account,
            @Nullable Long topic,
            Instant since) {}

    /// Who sits when a topic is discussed: standing seats and those chosen for it.
    List<Member> sitting(@Nullable Long topic) {
        return members.stream()
                .filter(member -> member.topic == null || member.topic.equals(topic))
                .toList();
    }

    boolean has(long account) {
        return members.stream().anyMatch(member -> member.account != null && member.account == account);
    }
}
