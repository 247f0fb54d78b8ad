package org.gongzhi.ballots;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.people.Sealed;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Publishes boxes: made once, from then on the same bytes for everybody.
@Component
@Transactional
public class Publishing {

    /// From so many heads on a box is made when it is first asked for, not while whoever counts is waiting.
    private static final int MANY = 50_000;

    /// A published box and the SHA-256 of its bytes.
    public record Published(byte[] bytes, String hash) {}

    /// What opens a line of one's own: with it the voter sees that the area of the roll stands behind it.
    public record Own(int question, String receipt, String answer, String commitment, Committed.Opening opening) {}

    private final BoxDesk boxes;
    private final VoteDesk desk;
    private final Contests contests;
    private final JdbcClient client;
    private final JsonMapper json;
    private final Sealed sealed;
    private final Clock clock;

    Publishing(
            BoxDesk boxes,
            VoteDesk desk,
            Contests contests,
            JdbcClient client,
            JsonMapper json,
            Sealed sealed,
            Clock clock) {
        this.boxes = boxes;
        this.desk = desk;
        this.contests = contests;
        this.client = client;
        this.json = json;
        this.sealed = sealed;
        this.clock = clock;
    }

    /// The hash of a box just opened; empty when it is made later.
    String publish(Vote vote) {
        return vote.effect() == Vote.Effect.RECORDED_FROM_OFFICIAL_SYSTEM || vote.totalHeads() > MANY
                ? ""
                : published(vote).hash;
    }

    /// The published box of a decided vote.
    public Published published(Vote vote) {
        if (!vote.counted()) {
            throw Refusal.conflict("vote-still-open");
        }
        if (vote.effect() == Vote.Effect.RECORDED_FROM_OFFICIAL_SYSTEM) {
            throw Refusal.conflict("vote-official-record");
        }
        return kept(vote).orElseGet(() -> once(vote));
    }

    /// The SHA-256 of the published box; empty when there is none yet.
    @Transactional(readOnly = true)
    public String hash(Vote vote) {
        return client.sql("select hash from ballots.published where community = ? and vote = ?")
                .params(vote.community(), vote.id())
                .query(String.class)
                .optional()
                .orElse("");
    }

    private Optional<Published> kept(Vote vote) {
        return client.sql("select box, hash from ballots.published where community = ? and vote = ?")
                .params(vote.community(), vote.id())
                .query((row, _) -> new Published(unpacked(row.getBytes(1)), row.getString(2)))
                .optional();
    }

    /// One makes a box; whoever asks meanwhile is told to come again, and keeps no connection waiting.
    private Published once(Vote vote) {
        boolean mine = client.sql("select pg_try_advisory_xact_lock(10, hashtext(?))")
                .param(vote.community() + " " + vote.id())
                .query(Boolean.class)
                .single();
        if (!mine) {
            return kept(vote).orElseThrow(() -> Refusal.unavailable("vote-box-making"));
        }
        return kept(vote).orElseGet(() -> make(vote));
    }

    private Published make(Vote vote) {
        var exact = boxes.exact(vote);
        byte[] bytes = json.writeValueAsBytes(Publication.of(exact, contests.shares(vote), name -> blind(vote, name)));
        client.sql("""
                        insert into ballots.published (community, vote, hash, box, made_at) values (?, ?, ?, ?, ?)
                        on conflict (community, vote) do nothing""")
                .params(
                        vote.community(),
                        vote.id(),
                        Secrets.sha256(bytes),
                        packed(bytes),
                        Timestamp.from(clock.instant()))
                .update();
        return kept(vote).orElseThrow();
    }

    private BigInteger blind(Vote vote, String name) {
        return Committed.blind(sealed.hash("area of " + vote.id() + " " + name));
    }

    private static byte[] packed(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static byte[] unpacked(byte[] packed) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return gzip.readAllBytes();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    /// The lines of the reader's own voters where areas decide, with what opens them.
    @Transactional(readOnly = true)
    public List<Own> own(Actor actor, Vote vote) {
        if (!vote.counted()) {
            throw Refusal.conflict("vote-still-open");
        }
        return desk.mineOf(actor, vote).stream()
                .filter(each -> each.proxy() == null && each.voter().counts())
                .flatMap(each -> boxes.slip(vote, each.voter()).stream()
                        .flatMap(slip -> vote.questions().stream()
                                .flatMap(question -> own(vote, question, slip, each.voter()).stream())))
                .toList();
    }

    private List<Own> own(Vote vote, Vote.Question question, BallotBox.Slip slip, Roll.Voter voter) {
        var rule = boxes.rule(question);
        if (!PublishedBox.areasDecide(rule)) {
            return List.of();
        }
        return Publication.said(slip, question.id(), PublishedBox.apart(question.type(), rule)).stream()
                .map(line -> {
                    BigInteger blind = blind(vote, Publication.name(voter.pseudonym(), question.id(), line.part()));
                    return new Own(
                            question.id(),
                            line.receipt(),
                            line.answer(),
                            Committed.of(voter.area(), blind),
                            Committed.opening(voter.area(), blind));
                })
                .toList();
    }
}
