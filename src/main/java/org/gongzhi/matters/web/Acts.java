package org.gongzhi.matters.web;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.MatterAct;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.matters.MatterRelations;
import org.gongzhi.matters.Matters;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Carries acts out for the page and the API alike: one, or the same one on many matters.
@Component
public class Acts {

    /// What became of an act on one of many matters; `told` says why it was refused.
    public record Done(String number, boolean done, String told) {}

    static final int MOST = 200;

    /// Acts that make sense on many matters at once: none that tells something of one matter alone.
    static final Set<MatterAct> BULK = EnumSet.of(
            MatterAct.ACCEPT,
            MatterAct.DISPATCH,
            MatterAct.HAND_OVER,
            MatterAct.FILE,
            MatterAct.NAME_HELPER,
            MatterAct.APPROVE_PAUSE,
            MatterAct.PASS_CHECK,
            MatterAct.CLOSE,
            MatterAct.ARCHIVE);

    private final Matters matters;
    private final MatterRelations relations;
    private final MatterDesk desk;
    private final Commands commands;

    Acts(Matters matters, MatterRelations relations, MatterDesk desk, Commands commands) {
        this.matters = matters;
        this.relations = relations;
        this.desk = desk;
        this.commands = commands;
    }

    /// One act; the same key does it once.
    void carryOut(MatterAct act, Matters.Order order, @Nullable String key, ActInput input) {
        Actor actor = order.actor();
        if (act == MatterAct.SUPPORT) {
            if (!actor.signedIn()) {
                throw Refusal.signIn("sign-in");
            }
            commands.once(actor, key, act + " " + order.matter(), () -> Integer.toString(matters.support(order)));
            return;
        }
        desk.readable(order.matter(), actor, order.code());
        commands.once(actor, VisitorKey.ofAct(actor, key, input), act + " " + order.matter(), () -> {
            input.perform(new ActInput.Doors(matters, relations), act, order);
            return "";
        });
    }

    /// The same act on many matters, each by itself: what one refuses does not hold up the others.
    List<Done> carryOut(
            MatterAct act, List<String> numbers, Actor actor, @Nullable String key, ActInput input, Words words) {
        if (!BULK.contains(act)) {
            throw Refusal.invalid("bulk-act");
        }
        if (numbers.isEmpty() || numbers.size() > MOST) {
            throw Refusal.invalid("bulk-many", MOST);
        }
        var done = new ArrayList<Done>();
        for (String number : numbers.stream().distinct().toList()) {
            try {
                var order = new Matters.Order(Ids.fromNumber(number), null, actor, null);
                carryOut(act, order, key == null || key.isBlank() ? null : key + " " + number, input);
                done.add(new Done(number, true, ""));
            } catch (Refusal refused) {
                done.add(new Done(
                        number,
                        false,
                        words.t("refusal." + refused.code(), refused.arguments().toArray())));
            }
        }
        return done;
    }
}
