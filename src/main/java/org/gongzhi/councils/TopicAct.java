package org.gongzhi.councils;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.gongzhi.kernel.Refusal;

/// What can be done with a topic. Deciding is not among them: that is for meetings and votes.
public enum TopicAct {
    ADMIT,
    REFUSE,
    APPEAL,
    WITHDRAW,
    MOVE,
    PROPOSE,
    WITHDRAW_PROPOSAL,
    STAND,
    HEAR,
    EXECUTE,
    HAND_ON,
    EVALUATE;

    /// As it stands in addresses.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static TopicAct of(String word) {
        for (TopicAct act : values()) {
            if (act.word().equals(word)) {
                return act;
            }
        }
        throw Refusal.unknown("act");
    }

    /// What is open to somebody: whoever raised it (`mine`), runs councils there, carries it out, or is only
    /// signed in.
    static Set<TopicAct> of(Topic topic, boolean mine, boolean runs, boolean executes, boolean signedIn) {
        var acts = EnumSet.noneOf(TopicAct.class);
        if (!signedIn) {
            return acts;
        }
        switch (topic.stage()) {
            case RAISED -> {
                add(acts, runs && !topic.gathering(), ADMIT, REFUSE);
                add(acts, runs && topic.gathering(), REFUSE);
                add(acts, mine, WITHDRAW);
                add(acts, runs && topic.built(), HEAR);
            }
            case ADMITTED, PROPOSED -> {
                add(acts, runs, MOVE);
                add(acts, true, PROPOSE);
                add(acts, topic.stage() == Topic.Stage.PROPOSED, STAND, WITHDRAW_PROPOSAL);
                add(acts, mine, WITHDRAW);
                add(acts, runs && topic.built(), HEAR);
            }
            case DECIDED -> {
                add(acts, runs || executes, EXECUTE);
                add(acts, runs, HAND_ON);
                add(acts, (runs || executes) && topic.built(), HEAR);
            }
            case EXECUTED -> {
                add(acts, mine, EVALUATE);
                add(acts, runs && topic.built(), HEAR);
            }
            case REFUSED -> add(acts, mine && !topic.appealed(), APPEAL);
            case EVALUATED, WITHDRAWN -> {}
        }
        return acts;
    }

    private static void add(Set<TopicAct> acts, boolean when, TopicAct... these) {
        if (when) {
            acts.addAll(Set.of(these));
        }
    }
}
