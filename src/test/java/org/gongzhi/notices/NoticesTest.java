package org.gongzhi.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMailUtil;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gongzhi.PostOffice;
import org.gongzhi.RunningProgram;
import org.gongzhi.TestClock;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.matters.Outcome;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Messages reach people: by the inbox, over a real SMTP server, through gateways, by letter and at the door;
/// nothing twice, nothing lost, nothing at night that can wait.
@Tag("sql")
class NoticesTest extends RunningProgram {

    @Autowired
    private Notices notices;

    @Autowired
    private Contacts contacts;

    @Autowired
    private Postman postman;

    @Autowired
    private WebPush push;

    @Autowired
    private NoticeSignature signature;

    @Autowired
    private Matters matters;

    @Autowired
    private People people;

    @Autowired
    private Seats seats;

    @Autowired
    private Ids ids;

    @Autowired
    private JdbcClient client;

    @Autowired
    private TransactionTemplate transaction;

    private long account;

    @BeforeEach
    void noon() throws Exception {
        // a moment of day: quiet hours must not decide what these tests say
        clock.freeze(TestClock.DAY
                .atTime(12, 0)
                .plusSeconds(ids.next() % 1000)
                .atZone(Clocks.ZONE)
                .toInstant());
        account = town.accountOf(person("收信人", "10077770001"));
        client.sql("update notices.delivery set state = 'DROPPED' where state in ('QUEUED', 'SENDING')")
                .update();
        client.sql("update notices.message set reached_at = now() where must_reach and reached_at is null")
                .update();
        PostOffice.SENT.clear();
        PostOffice.ANSWERS.clear();
        PostOffice.mail().purgeEmailFromAllMailboxes();
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    private Person person(String name, String phone) {
        var person =
                Person.of(town.dwelling.community(), ids.next(), town.dwelling.code(), name, phone, town.dwelling.id());
        people.add(List.of(person), null);
        return person;
    }

    private String tell(Notice.To to, String template) {
        String mark = UUID.randomUUID().toString();
        tell(to, template, mark);
        return mark;
    }

    private int tell(Notice.To to, String template, String mark) {
        Integer told = transaction.execute(_ -> notices.tell(List.of(new Notice(
                town.community.community(),
                to,
                template,
                List.of("0000-1111-222", Notice.both("路面破损", "Damaged road")),
                "/matters/0000-1111-222",
                mark))));
        return told == null ? 0 : told;
    }

    private void reach(String email, boolean digest) throws Exception {
        String code = contacts.save(new Contacts.Contact(
                account, "en", email, false, null, null, true, LocalTime.of(22, 0), LocalTime.of(7, 0), digest, false));
        contacts.confirm(account, java.util.Objects.requireNonNull(code));
    }

    @Test
    void aMessageIsToldOnceShownCountedAndRead() throws Exception {
        String mark = UUID.randomUUID().toString();
        assertThat(tell(Notice.To.account(account), "matter-received", mark)).isEqualTo(1);
        assertThat(tell(Notice.To.account(account), "matter-received", mark)).isZero();
        String token = token(account);
        var inbox = get("/api/v1/inbox", token).path("rows");
        assertThat(inbox.size()).isEqualTo(1);
        assertThat(inbox.path(0).path("text").asString()).contains("Damaged road");
        assertThat(notices.unread(account)).isEqualTo(1);
        String other = token(town.resident);
        String id = inbox.path(0).path("id").asString();
        assertThat(call("POST", "/api/v1/inbox/" + id + "/read", other, null, Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("POST", "/api/v1/inbox/" + id + "/read", token, null, Map.of())
                        .statusCode())
                .isEqualTo(200);
        assertThat(notices.unread(account)).isZero();
        // nothing low goes anywhere else
        postman.round();
        assertThat(PostOffice.SENT).isEmpty();
    }

    @Test
    void eMailGoesOverARealServerOnceTheAddressIsConfirmed() throws Exception {
        String token = token(account);
        var wrong = Map.of("channel", "SMS", "handle", "x");
        assertThat(call("PUT", "/api/v1/inbox/settings", token, wrong, Map.of()).statusCode())
                .isEqualTo(400);
        var wanted = Map.of("language", "en", "email", "reader@people.example");
        assertThat(call("PUT", "/api/v1/inbox/settings", token, wanted, Map.of())
                        .statusCode())
                .isEqualTo(200);
        tell(Notice.To.account(account), "matter-asked");
        postman.round();
        var first = PostOffice.mail().getReceivedMessages();
        assertThat(first).hasSize(1); // the code alone: the address is not confirmed
        String text = GreenMailUtil.getBody(first[0]);
        var code = java.util.regex.Pattern.compile("\\b\\d{6}\\b").matcher(text);
        assertThat(code.find()).isTrue();
        assertThat(call("POST", "/api/v1/inbox/settings/confirm", token, Map.of("code", "x"), Map.of())
                        .statusCode())
                .isEqualTo(400);
        assertThat(call("POST", "/api/v1/inbox/settings/confirm", token, Map.of("code", code.group()), Map.of())
                        .statusCode())
                .isEqualTo(200);
        tell(Notice.To.account(account), "matter-yours");
        assertThat(postman.round()).isEqualTo(1);
        assertThat(postman.round()).isZero();
        var all = PostOffice.mail().getReceivedMessages();
        assertThat(all).hasSize(2);
        assertThat(all[1].getSubject()).isEqualTo("Damaged road 0000-1111-222 is yours");
        assertThat(all[1].getHeader("Message-ID")[0]).endsWith("@gongzhi.example>");
        assertThat(GreenMailUtil.getBody(all[1])).contains("https://gongzhi.example/matters/0000-1111-222");
    }

    @Test
    void quietHoursHoldBackWhatCanWaitAndUrgentPasses() throws Exception {
        reach("night@people.example", false);
        Instant night = Clocks.today(clock).atTime(23, 30).atZone(Clocks.ZONE).toInstant();
        clock.freeze(night);
        tell(Notice.To.account(account), "matter-yours");
        assertThat(postman.round()).isZero();
        tell(Notice.To.account(account), "matter-warn");
        postman.round();
        assertThat(PostOffice.mail().getReceivedMessages()).hasSize(1);
        clock.freeze(night.plus(Duration.ofHours(7).plusMinutes(29)));
        assertThat(postman.round()).isZero();
        clock.freeze(night.plus(Duration.ofHours(7).plusMinutes(31)));
        assertThat(postman.round()).isEqualTo(1);
        assertThat(PostOffice.mail().getReceivedMessages()).hasSize(2);
    }

    @Test
    void aDigestIsOneMailADay() throws Exception {
        reach("digest@people.example", true);
        tell(Notice.To.account(account), "matter-yours");
        tell(Notice.To.account(account), "matter-check");
        tell(Notice.To.account(account), "matter-helper");
        assertThat(postman.round()).isZero();
        clock.freeze(Clocks.today(clock).atTime(18, 1).atZone(Clocks.ZONE).toInstant());
        postman.round();
        var mails = PostOffice.mail().getReceivedMessages();
        assertThat(mails).hasSize(1);
        assertThat(mails[0].getSubject()).contains("today's 3 messages");
    }

    @Test
    void aGatewayIsTriedAgainAndABounceTakesTheNextRoute() throws Exception {
        Person reader = person("只有手机", "10077770002");
        tell(Notice.To.person(reader.id()), "matter-closed");
        PostOffice.ANSWERS.addAll(List.of(503, 422));
        postman.round();
        assertThat(PostOffice.SENT).hasSize(1);
        var sent = PostOffice.SENT.getFirst();
        assertThat(sent.signature()).isEqualTo(signature.of(sent.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(json.readTree(sent.body()).path("to").asString()).isEqualTo("10077770002");
        postman.round();
        assertThat(PostOffice.SENT).as("not before its time").hasSize(1);
        clock.freeze(clock.instant().plus(Duration.ofMinutes(2)));
        postman.round();
        assertThat(PostOffice.SENT).hasSize(2);
        assertThat(json.readTree(PostOffice.SENT.get(1).body()).path("id"))
                .as("the same id at every attempt")
                .isEqualTo(json.readTree(sent.body()).path("id"));
        // 422: that number does not work; the letter is next, on somebody's list with the name masked
        String staff = token(town.seat.get(Role.COMMITTEE_STAFF).person());
        var letters = get("/api/v1/notices/hand?route=LETTER", staff);
        assertThat(letters.size()).isEqualTo(1);
        assertThat(letters.toString()).contains("只").doesNotContain("只有手机");
        String id = letters.path(0).path("id").asString();
        var page = form("/notices/hand/" + id + "/print", staff, "");
        assertThat(page.body()).contains("只有手机");
        assertThat(call("POST", "/api/v1/notices/hand/" + id + "/done?found=false", staff, null, Map.of())
                        .statusCode())
                .isEqualTo(200);
        assertThat(call("POST", "/api/v1/notices/hand/" + id + "/done", staff, null, Map.of())
                        .statusCode())
                .isEqualTo(409);
        // days later it is a visit, and once made it has reached
        clock.freeze(clock.instant().plus(Duration.ofDays(4)));
        postman.round();
        var visits = get(
                "/api/v1/notices/hand?route=VISIT",
                token(town.seat.get(Role.GRID_WORKER).person()));
        assertThat(visits.toString()).contains("0000-1111-222");
        String visit = visits.path(0).path("id").asString();
        call(
                "POST",
                "/api/v1/notices/hand/" + visit + "/done",
                token(town.seat.get(Role.GRID_WORKER).person()),
                null,
                Map.of());
        assertThat(client.sql("select count(*) from notices.message where person = ? and reached_at is not null")
                        .param(reader.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    private HttpResponse<String> form(String path, String token, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void receiptsAreSignedAndRepeatable() throws Exception {
        Person reader = person("回执", "10077770003");
        tell(Notice.To.person(reader.id()), "matter-closed");
        postman.round();
        String id = json.readTree(PostOffice.SENT.getFirst().body()).path("id").asString();
        String receipt = "{\"id\":\"" + id + "\",\"state\":\"READ\"}";
        assertThat(receipt(receipt, "wrong").statusCode()).isEqualTo(403);
        String signed = signature.of(receipt.getBytes(StandardCharsets.UTF_8));
        assertThat(receipt(receipt, signed).statusCode()).isEqualTo(200);
        assertThat(receipt(receipt, signed).statusCode()).isEqualTo(200);
        clock.freeze(clock.instant().plus(Duration.ofDays(10)));
        postman.round();
        assertThat(PostOffice.SENT).as("what was read is not sent again").hasSize(1);
        String broken = "{\"id\":\"x\"}";
        assertThat(receipt(broken, signature.of(broken.getBytes(StandardCharsets.UTF_8)))
                        .statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> receipt(String body, String signed) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url("/api/v1/notices/receipts")))
                        .header("Content-Type", "application/json")
                        .header("X-Gongzhi-Signature", signed)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whatASeatWasToldGoesToItsSuccessor() {
        Seat seat = town.seat(town.grid, Role.GRID_WORKER);
        Seat next = town.seat(town.grid, Role.GRID_WORKER);
        tell(Notice.To.seat(seat.id()), "matter-yours");
        assertThat(notices.unread(seat.person())).isEqualTo(1);
        seats.substitute(seat, next);
        seats.end(seat.id(), org.gongzhi.journal.Entry.Who.NOBODY, "离职");
        assertThat(notices.unread(seat.person())).isZero();
        assertThat(notices.unread(next.person())).isEqualTo(1);
        seats.end(next.id(), org.gongzhi.journal.Entry.Who.NOBODY, "测试");
    }

    /// The whole way: somebody reports, the lead is told, the answer reaches whoever asked, each exactly once.
    @Test
    void anOfficialAnswerIsAlwaysTold() throws Exception {
        clock.reset();
        Matter matter = matters.report(new NewMatter(
                "E0501", town.stairwell.id(), null, "", List.of(), new Matter.Reporter(account, null, "API"), null));
        matters.close(
                new Matters.Order(matter.id(), null, town.actor(Role.COMMITTEE_DIRECTOR), null),
                Outcome.NOT_ACCEPTED,
                "不属于本社区");
        String number = Ids.number(matter.id());
        String told = await().until(
                        () -> get("/api/v1/inbox?limit=20", token(account)).toString(),
                        inbox -> inbox.contains("matter-closed"));
        assertThat(told).contains("matter-received", number);
        long lead = seats.get(matter.lead()).person();
        assertThat(get("/api/v1/inbox?limit=100", token(lead)).toString()).contains("matter-yours", number);
        assertThat(client.sql("""
                        select count(*) from notices.message where account = ? and template = 'matter-closed'""").param(account).query(Integer.class).single()).isEqualTo(1);
    }

    @Test
    void aBulletinIsPostedPrintedAndWithdrawn() throws Exception {
        String staff = token(town.seat.get(Role.COMMITTEE_STAFF).person());
        var posted = call(
                "POST",
                "/api/v1/notices/bulletins",
                staff,
                Map.of("place", town.estate.code(), "title", "停水通知", "text", "周五上午停水"),
                Map.of());
        assertThat(posted.statusCode()).isEqualTo(201);
        long id = json.readTree(posted.body()).path("id").asLong();
        String path = "/notices/" + Ids.number(id);
        assertThat(call("GET", path, "", null, Map.of("Accept", "text/html")).body())
                .contains("周五上午停水", "<path d=\"M");
        form("/notices/bulletins/" + id + "/withdraw", staff, "");
        assertThat(call("GET", path, "", null, Map.of("Accept", "text/html")).body())
                .contains("no longer holds");
        assertThat(form("/notices/bulletins/" + id + "/withdraw", staff, "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void aBrowserIsWokenWithoutAWordAndForgottenWhenGone() throws Exception {
        String token = token(account);
        String endpoint = PostOffice.gateway() + "/push/" + account;
        assertThat(form("/inbox/push", token, "endpoint=nonsense").statusCode()).isEqualTo(400);
        assertThat(form(
                                "/inbox/push",
                                token,
                                "endpoint=" + java.net.URLEncoder.encode(endpoint, StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(303);
        tell(Notice.To.account(account), "matter-warn");
        assertThat(postman.round()).isEqualTo(1);
        var sent = PostOffice.SENT.getFirst();
        assertThat(sent.path()).endsWith("/push/" + account);
        assertThat(sent.body()).isEmpty();
        // the statement is signed with the key that browsers are given
        String[] said = sent.signature().substring("vapid t=".length()).split(", k=");
        byte[] point = java.util.Base64.getUrlDecoder().decode(said[1]);
        assertThat(said[1]).isEqualTo(push.publicKey());
        var parameters = java.security.AlgorithmParameters.getInstance("EC");
        parameters.init(new java.security.spec.ECGenParameterSpec("secp256r1"));
        var key = java.security.KeyFactory.getInstance("EC")
                .generatePublic(new java.security.spec.ECPublicKeySpec(
                        new java.security.spec.ECPoint(
                                new java.math.BigInteger(1, java.util.Arrays.copyOfRange(point, 1, 33)),
                                new java.math.BigInteger(1, java.util.Arrays.copyOfRange(point, 33, 65))),
                        parameters.getParameterSpec(java.security.spec.ECParameterSpec.class)));
        var verifier = java.security.Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(key);
        String[] parts = said[0].split("\\.");
        verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(verifier.verify(java.util.Base64.getUrlDecoder().decode(parts[2])))
                .isTrue();
        assertThat(new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .contains("\"aud\":\"" + PostOffice.gateway() + "\"");
        // a browser that is gone is forgotten
        PostOffice.ANSWERS.add(410);
        tell(Notice.To.account(account), "matter-warn");
        assertThat(postman.round()).isZero();
        assertThat(push.endpoints(account)).isEmpty();
    }

    @Test
    void anErasedPersonLeavesNoAddressBehind() throws Exception {
        Person person = person("要走的人", "10077770008");
        account = town.accountOf(person);
        reach("gone@people.example", false);
        tell(Notice.To.account(account), "matter-yours");
        transaction.executeWithoutResult(_ -> people.erase(person.id(), org.gongzhi.journal.Entry.Who.NOBODY));
        assertThat(contacts.of(account).email()).isNull();
        assertThat(notices.inbox(account, false, null, 10).rows()).isEmpty();
        postman.round();
        assertThat(PostOffice.mail().getReceivedMessages()).isEmpty();
    }

    @Test
    void whatWasKeptLongEnoughGoesAndWhatHasNotReachedStays() {
        Person unreached = person("未达", "10077770009");
        tell(Notice.To.account(account), "matter-received");
        tell(Notice.To.person(unreached.id()), "matter-closed");
        clock.freeze(clock.instant().plus(Duration.ofDays(401)));
        postman.sweep();
        assertThat(notices.inbox(account, false, null, 10).rows()).isEmpty();
        assertThat(client.sql("select count(*) from notices.message where person = ?")
                        .param(unreached.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void everyTemplateHasItsWords() {
        for (String code : new NoticeTerms().codes()) {
            for (var words : org.gongzhi.kernel.Words.all()) {
                assertThat(words.has("notices.template." + code + ".title"))
                        .as(code)
                        .isTrue();
                assertThat(words.has("notices.template." + code + ".text"))
                        .as(code)
                        .isTrue();
            }
        }
    }
}
