package org.gongzhi.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.gongzhi.PostOffice;
import org.gongzhi.RunningProgram;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.kernel.Ids;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterBoard;
import org.gongzhi.matters.Matters;
import org.gongzhi.notices.Letters;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// E-mail as a way in, over a real IMAP and a real SMTP server.
@Tag("sql")
class MailTest extends RunningProgram {

    @Autowired
    private Mailbox mailbox;

    @Autowired
    private MailIntake intake;

    @Autowired
    private Letters letters;

    @Autowired
    private Matters matters;

    @Autowired
    private MatterBoard board;

    @Autowired
    private Seats seats;

    @Autowired
    private JdbcClient client;

    private String from;

    @BeforeEach
    void emptyBox() throws Exception {
        PostOffice.mail().purgeEmailFromAllMailboxes();
        from = "w" + UUID.randomUUID().toString().substring(0, 8) + "@people.example";
    }

    private MimeMessage mail(String subject, String text) throws Exception {
        var mail = new MimeMessage(Session.getInstance(new Properties()));
        mail.setFrom(new InternetAddress(from, "来信人", "UTF-8"));
        mail.setRecipients(Message.RecipientType.TO, PostOffice.BOX);
        mail.setSubject(subject, "UTF-8");
        mail.setText(text, "UTF-8");
        mail.saveChanges();
        return mail;
    }

    private static void deliver(MimeMessage mail) throws Exception {
        PostOffice.mail().getUserManager().getUserByEmail(PostOffice.BOX).deliver(mail);
    }

    private static byte[] raw(MimeMessage mail) throws Exception {
        var bytes = new ByteArrayOutputStream();
        mail.writeTo(bytes);
        return bytes.toByteArray();
    }

    private MailReceipt newest() {
        return intake.list(town.actor(Role.STREET_OFFICER), null, 1).getFirst();
    }

    private Matter matter(MailReceipt came) {
        return board.line(came.matter()).matter();
    }

    private MailReceipt come(MimeMessage mail) throws Exception {
        deliver(mail);
        assertThat(mailbox.round()).isEqualTo(1);
        return newest();
    }

    /// The letters that went to the sender, once the followers have written them.
    private List<MimeMessage> answers(int wanted) {
        return await().until(
                        () -> {
                            letters.round();
                            return Arrays.stream(PostOffice.mail().getReceivedMessages())
                                    .filter(each -> to(each).equals(from))
                                    .toList();
                        },
                        there -> there.size() >= wanted);
    }

    private static String to(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (jakarta.mail.MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String text(MimeMessage mail) throws Exception {
        return mail.getContent().toString();
    }

    @Test
    void aMessageWithPicturesInAnOldCharsetBecomesOneMatterAndIsAnswered() throws Exception {
        var mail = mail("", "");
        mail.setSubject("=?GB2312?B?"
                + java.util.Base64.getEncoder().encodeToString("楼道墙面渗水".getBytes(Charset.forName("GBK")))
                + "?=");
        mail.setRecipients(Message.RecipientType.TO, "box+" + town.stairwell.code() + "@gongzhi.example");
        var words = new MimeBodyPart();
        words.setDataHandler(new jakarta.activation.DataHandler(new jakarta.mail.util.ByteArrayDataSource(
                "<html><style>p{}</style><p>恒泉花園三楼拐角，<b>喆</b>女士家门口。</p><p>已经两周了。<br>请看照片。</p></html>"
                        .getBytes(Charset.forName("GB18030")),
                "text/html; charset=gb2312")));
        var all = new MimeMultipart("mixed");
        all.addBodyPart(words);
        attach(all, "水渍.jpg", "image/jpeg", PhotosTest.jpeg(300, 200), true);
        attach(all, "logo.png", "image/png", new byte[900], false);
        attach(
                all,
                "IMG_1.HEIC",
                "image/heic",
                "ftypheic not a picture we read".getBytes(StandardCharsets.UTF_8),
                true);
        attach(all, "合同.pdf", "application/pdf", "%PDF-1.7".getBytes(StandardCharsets.UTF_8), true);
        mail.setContent(all);
        mail.saveChanges();
        var came = come(mail);
        assertThat(came.result()).isEqualTo(MailReceipt.Result.TAKEN);
        assertThat(came.leftOut()).isEqualTo(2);
        Matter matter = matter(came);
        assertThat(matter.kind()).isEqualTo(MailIntake.UNSORTED);
        assertThat(matter.reporter().channel()).isEqualTo("MAIL");
        assertThat(matter.where().placeCode()).isEqualTo(town.stairwell.code());
        assertThat(matter.text()).isEqualTo("楼道墙面渗水\n恒泉花園三楼拐角，喆女士家门口。\n已经两周了。\n请看照片。");
        assertThat(client.sql("select count(*) from matters.photo where matter = ?")
                        .param(matter.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        var answers = answers(2);
        String number = Ids.number(matter.id());
        assertThat(answers).anySatisfy(each -> assertThat(text(each)).contains(number, "查询码", "code"));
        assertThat(answers).anySatisfy(each -> assertThat(text(each)).contains("合同.pdf", "IMG_1.HEIC"));
        // the address is nowhere in the clear, and gone from what was sent
        assertThat(client.sql("""
                        select count(*) from (select m::text as words from matters.matter m where id = :id union all
                        select l::text from notices.letter l union all select e::text from exchange.mail e) all_of_it
                        where words like '%' || :from || '%'""")
                        .param("id", matter.id())
                        .param("from", from)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(client.sql("select count(*) from notices.letter where state = 'SENT' and recipient is not null")
                        .query(Integer.class)
                        .single())
                .isZero();
        // read again, delivered again: still one
        assertThat(mailbox.round()).isZero();
        assertThat(come(mail).matter()).isEqualTo(matter.id());
        assertThat(answers(2)).hasSize(2);
    }

    private static void attach(MimeMultipart to, String name, String type, byte[] bytes, boolean attached)
            throws Exception {
        var part = new MimeBodyPart();
        part.setDataHandler(new jakarta.activation.DataHandler(new jakarta.mail.util.ByteArrayDataSource(bytes, type)));
        part.setFileName(name);
        part.setDisposition(attached ? "attachment" : "inline");
        to.addBodyPart(part);
    }

    @Test
    void itIsSortedByItsWordsOnlyWhereTheKindAllowsIt() throws Exception {
        var sorted = come(mail("恒泉花园", "恒泉花园东门外垃圾堆积，没人清运。"));
        assertThat(matter(sorted).kind()).isEqualTo("E0102");
        assertThat(sorted.reason()).contains("垃圾");
        assertThat(matter(sorted).where().place()).isEqualTo(town.estate.id());
        var unsorted = come(mail("", "楼上私搭乱建，加盖了一层。"));
        assertThat(matter(unsorted).kind()).isEqualTo(MailIntake.UNSORTED);
        assertThat(unsorted.reason()).isEmpty();
        // whoever has it sorts it with one act
        Seat lead = seats.get(matter(unsorted).lead());
        var done = matters.correct(
                new Matters.Order(unsorted.matter(), null, town.actor(lead), null),
                new Matters.Correction("E0101", null, town.building.code(), "来信说的是违建"));
        assertThat(done.kind()).isEqualTo("E0101");
        assertThat(done.where().place()).isEqualTo(town.building.id());
    }

    @Test
    void anAnswerToOurLetterAddsToItsMatterAndNobodyElseCan() throws Exception {
        var first = come(mail("路灯", "三栋门口的路灯不亮，麻烦看看。"));
        String ours = answers(1).getFirst().getMessageID();
        var reply = mail("Re: 已收到", "补充：只在下雨天不亮。\n\nOn Mon, 1 Dec 2025 at 10:00, Gongzhi wrote:\n> 已收到");
        reply.setHeader("In-Reply-To", ours);
        var added = come(reply);
        assertThat(added.result()).isEqualTo(MailReceipt.Result.ADDED);
        assertThat(added.matter()).isEqualTo(first.matter());
        assertThat(said(first.matter(), "Supplemented")).containsExactly("补充：只在下雨天不亮。");
        come(reply);
        assertThat(said(first.matter(), "Supplemented")).hasSize(1);
        // a handler asks, the next reply answers
        Seat lead = seats.get(matter(first).lead());
        var order = new Matters.Order(first.matter(), null, town.actor(lead), null);
        matters.accept(order);
        matters.ask(order, "是哪一盏？");
        assertThat(answers(2)).anySatisfy(each -> assertThat(each.getSubject()).isNotBlank());
        var answer = mail("回复: 请补充", "靠近垃圾房那一盏");
        answer.setHeader("References", "<x@y.example> " + ours);
        assertThat(come(answer).result()).isEqualTo(MailReceipt.Result.ANSWERED);
        assertThat(said(first.matter(), "Answered")).containsExactly("靠近垃圾房那一盏");
        // the number without its code opens nothing
        var forged = mail("Re: 已收到", "我要撤回");
        forged.setHeader("In-Reply-To", ours.replaceAll("\\.[0-9A-Z]{10}@", ".AAAAAAAAAA@"));
        var other = come(forged);
        assertThat(other.result()).isEqualTo(MailReceipt.Result.TAKEN);
        assertThat(other.matter()).isNotEqualTo(first.matter());
        // closed is closed, and its sender is told what can be done
        matters.withdraw(new Matters.Order(first.matter(), null, org.gongzhi.access.Actor.VISITOR, code(ours)), "好了");
        var late = mail("Re: 已收到", "还有一句");
        late.setHeader("In-Reply-To", ours);
        var refused = come(late);
        assertThat(refused.reason()).isEqualTo("closed");
        await().until(() -> answers(1).stream()
                .anyMatch(each ->
                        GreenMailUtil.getBody(each).length() > 0 && said(each).contains("要求重新办理")));
    }

    private static String said(MimeMessage mail) {
        try {
            return text(mail);
        } catch (Exception unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String code(String messageId) {
        return messageId.replaceAll(".*\\.([0-9A-Z]{10})@.*", "$1");
    }

    private List<String> said(long matter, String kind) {
        return client.sql("""
                        select body -> 'event' ->> 'words' from journal.entry where subject_id = ? and kind = ?
                        order by seq""").params(matter, kind).query(String.class).list();
    }

    @Test
    void whatProgramsWriteIsNeitherTakenNorAnswered() throws Exception {
        var bounce = mail("Undelivered Mail Returned to Sender", "垃圾堆积");
        bounce.setHeader("Auto-Submitted", "auto-replied");
        var came = come(bounce);
        assertThat(came.result()).isEqualTo(MailReceipt.Result.SKIPPED);
        assertThat(came.reason()).isEqualTo("automatic");
        var list = mail("周报", "各位好");
        list.setHeader("List-Id", "<news.example>");
        assertThat(come(list).result()).isEqualTo(MailReceipt.Result.SKIPPED);
        letters.round();
        assertThat(Arrays.stream(PostOffice.mail().getReceivedMessages()).filter(each -> to(each).equals(from)))
                .isEmpty();
    }

    @Test
    void whatCannotBeTakenIsRefusedWithAReasonAndStaysFlagged() throws Exception {
        var empty = come(mail("", "  \n "));
        assertThat(empty.result()).isEqualTo(MailReceipt.Result.REFUSED);
        assertThat(text(answers(1).getFirst())).contains("没有受理", "not taken");
        var folder = PostOffice.mail()
                .getManagers()
                .getImapHostManager()
                .getInbox(PostOffice.mail().getUserManager().getUserByEmail(PostOffice.BOX));
        assertThat(folder.getMessages()).allSatisfy(each -> {
            assertThat(each.getFlags().contains(Flags.Flag.SEEN)).isTrue();
            assertThat(each.getFlags().contains(Flags.Flag.FLAGGED)).isTrue();
        });
        var large = mail("大", "字");
        large.setText("x".repeat(MailIntake.mostBytes() + 1), "UTF-8");
        large.saveChanges();
        assertThat(come(large).reason()).isEqualTo("large");
        assertThat(answers(2)).anySatisfy(each -> assertThat(text(each)).contains("太大"));
    }

    @Test
    void hostileMessagesDoNoHarm() throws Exception {
        var deep = new StringBuilder("From: a@b.example\r\nTo: box@gongzhi.example\r\nSubject: deep\r\n");
        for (int i = 0; i < 500; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i);
            deep.append("\r\n");
        }
        var home = town.community;
        assertThat(intake.take(deep.toString().getBytes(StandardCharsets.UTF_8), home)
                        .result())
                .isEqualTo(MailReceipt.Result.TAKEN);
        for (String hostile : List.of(
                "From: <>\r\n\r\n",
                "From: \"<script>\" <x@y.example>\r\nSubject: =?no-such-charset?B?////?=\r\n"
                        + "Content-Type: text/html; charset=no-such\r\n\r\n<script>alert(1)</script><img src=x onerror=alert(1)>\0",
                "From: a@b.example\r\nContent-Transfer-Encoding: base64\r\nContent-Type: image/jpeg; name=\"../../x.jpg\"\r\n\r\n!!!!",
                "\0\0\0\1\2\3",
                "")) {
            var came = intake.take(hostile.getBytes(StandardCharsets.UTF_8), home);
            assertThat(came.result()).isNotNull();
            if (came.matter() != null) {
                assertThat(matter(came).text()).doesNotContain("<script>", "onerror", "\0");
            }
        }
        // nobody chooses a place in another street by its code
        var elsewhere = mail("灯", "路灯坏了");
        elsewhere.setRecipients(Message.RecipientType.TO, "box+" + town.foreignStairwell.code() + "@gongzhi.example");
        assertThat(matter(come(elsewhere)).where().community()).isEqualTo(town.community.community());
        var long4000 = mail("长", "很长的话。".repeat(1200));
        Matter cut = matter(come(long4000));
        assertThat(cut.text().codePointCount(0, cut.text().length())).isEqualTo(4000);
        assertThat(answers(3)).anySatisfy(each -> assertThat(text(each)).contains("4000"));
    }

    @Test
    void oneAddressCannotFloodAndDoesNotHoldUpOthers() throws Exception {
        for (int i = 0; i < 23; i++) {
            deliver(mail("第" + i + "封", "同一个人的信"));
        }
        String flooding = from;
        from = "quiet" + flooding;
        deliver(mail("另一个人", "也要受理"));
        assertThat(mailbox.round()).isEqualTo(21);
        assertThat(newest().result()).isEqualTo(MailReceipt.Result.TAKEN);
    }

    @Test
    void theSameSavedMessageHandedInTwiceAtOnceIsOneMatter() throws Exception {
        byte[] raw = raw(mail("井盖", "井盖松动，车一过就响。"));
        String token = token(town.actor(Role.STREET_OFFICER).account());
        Callable<HttpResponse<String>> send = () -> http.send(
                HttpRequest.newBuilder(URI.create(url("/api/v1/exchange/mail")))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "message/rfc822")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(raw))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        try (var pool = Executors.newFixedThreadPool(4)) {
            var done = pool.invokeAll(List.of(send, send, send, send)).stream()
                    .map(each -> json.readTree(each.resultNow().body())
                            .path("matter")
                            .asString())
                    .distinct()
                    .toList();
            assertThat(done).hasSize(1);
            assertThat(done.getFirst()).isNotEmpty();
        }
        var state = get("/api/v1/exchange/mailbox", token);
        assertThat(state.path("configured").asBoolean()).isTrue();
        assertThat(get("/api/v1/exchange/mail?limit=1", token).size()).isEqualTo(1);
        String resident = token(town.resident);
        assertThat(call("GET", "/api/v1/exchange/mail", resident, null, Map.of())
                        .statusCode())
                .isEqualTo(403);
    }
}
