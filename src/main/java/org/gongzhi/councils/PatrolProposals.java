package org.gongzhi.councils;

import java.util.List;
import org.gongzhi.journal.Follower;
import org.gongzhi.journal.Recorded;
import org.springframework.stereotype.Component;

/// What volunteers propose on their patrols becomes a topic.
@Component
class PatrolProposals implements Follower {

    private final Topics topics;

    PatrolProposals(Topics topics) {
        this.topics = topics;
    }

    @Override
    public String name() {
        return "council-patrol-proposals";
    }

    @Override
    public void follow(List<Recorded> entries) {
        for (Recorded entry : entries) {
            Long place = entry.where().place();
            Long account = entry.who().account();
            String words = entry.text("words");
            if (entry.kind().equals("ProposalRaised")
                    && entry.subject().kind().equals("patrol-team")
                    && place != null
                    && account != null
                    && words != null) {
                topics.fromPatrol(
                        entry.where().community(),
                        place,
                        entry.body().path("proposal").asLong(),
                        account,
                        words);
            }
        }
    }
}
