package org.gongzhi.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages as programs really write them: their words are kept, whatever the head says of them.
class MailMessageTest {

    private static final Charset GBK = Charset.forName("GBK");
    private static final String ANSWER = "In-Reply-To: <1.AAAA-BBBB-CC.ABCDEFGHJK@box.example>\n";

    private static MailMessage read(byte[] head, String type, byte[] body) throws Exception {
        var raw = new ByteArrayOutputStream();
        raw.writeBytes("From: resident@example.cn\nDate: Mon, 30 Nov 2026 10:00:00 +0800\n".getBytes(GBK));
        raw.writeBytes(head);
        raw.writeBytes(("MIME-Version: 1.0\nContent-Type: " + type + "\n").getBytes(GBK));
        raw.writeBytes("\n".getBytes(GBK));
        raw.writeBytes(body);
        return MailMessage.read(raw.toByteArray(), 8000);
    }

    private static MailMessage plain(String head, String body) throws Exception {
        return read(
                head.getBytes(StandardCharsets.UTF_8),
                "text/plain; charset=utf-8",
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes, int from, int to) {
        return "=?gb2312?B?" + Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(bytes, from, to)) + "?=";
    }

    @Test
    void encodedWordsAreJoinedBeforeTheyAreDecoded() throws Exception {
        byte[] subject = "井盖丢失请尽快处理".getBytes(GBK);
        String head = "Subject: " + encoded(subject, 0, 5) + "\n " + encoded(subject, 5, subject.length) + "\n";
        assertThat(plain(head, "见附件").subject()).isEqualTo("井盖丢失请尽快处理");
        String name = "From: " + encoded(subject, 0, 7) + "\n " + encoded(subject, 7, 8) + " <a@example.cn>\n";
        assertThat(MailMessage.read((name + "\n").getBytes(GBK), 8000).name()).isEqualTo("井盖丢失");
        assertThat(plain("Subject: =?utf-8?Q?=E8=B7=AF=E7=81=AF_?= broken =?utf-8?Q?=E5?= =?utf-8?Q?=9D=8F?=\n", "")
                        .subject())
                .isEqualTo("路灯  broken 坏");
    }

    @Test
    void bytesWithoutAnyEncodingAreRead() throws Exception {
        for (Charset charset : new Charset[] {GBK, StandardCharsets.UTF_8}) {
            assertThat(read("Subject: 路灯坏了\n".getBytes(charset), "text/plain", "三栋二单元水管破裂".getBytes(charset)))
                    .extracting(MailMessage::subject, MailMessage::text)
                    .containsExactly("路灯坏了", "三栋二单元水管破裂");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain; charset=us-ascii",
                "text/plain; charset=utf-8",
                "text/plain; charset=iso-8859-1",
                "text/plain; charset=nonsense",
                "text/plain; charset=gb2312",
                "text",
                "text/plain; charset",
                "plain text"
            })
    void wordsAreKeptWhateverTheHeadSaysOfThem(String type) throws Exception {
        assertThat(read(new byte[0], type, "三栋二单元水管破裂".getBytes(GBK)).text()).isEqualTo("三栋二单元水管破裂");
    }

    @Test
    void westernWordsStayWestern() throws Exception {
        byte[] words = "Café am Platz, déjà vu".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read(new byte[0], "text/plain; charset=iso-8859-1", words).text())
                .isEqualTo("Café am Platz, déjà vu");
    }

    @Test
    void whatWasCutOffIsTakenAsFarAsItGoes() throws Exception {
        String whole = Base64.getEncoder().encodeToString("三栋二单元水管破裂了请来修".getBytes(StandardCharsets.UTF_8));
        String cut = whole.substring(0, 33);
        assertThat(plain("Content-Transfer-Encoding: base64\n", cut).text()).startsWith("三栋二单元水管");
        assertThat(plain("Content-Transfer-Encoding: nonsense\n", "水管破裂").text())
                .isEqualTo("水管破裂");
    }

    @Test
    void attachmentsWithoutNameAreTakenOrCounted() throws Exception {
        var jpeg = new byte[9000];
        jpeg[0] = (byte) 0xff;
        jpeg[1] = (byte) 0xd8;
        String parts = "--b\nContent-Type: text/plain\n\n见照片\n"
                + "--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment\n"
                + "Content-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder().encodeToString(jpeg)
                + "\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0x\n--b--\n";
        var mail = read(new byte[0], "multipart/mixed; boundary=b", parts.getBytes(StandardCharsets.UTF_8));
        assertThat(mail.text()).isEqualTo("见照片");
        assertThat(mail.pictures()).hasSize(1);
        assertThat(mail.others()).containsExactly("application/pdf");
    }

    @Test
    void answersKeepTheirWordsAboveBetweenAndBelowWhatTheyRepeat() throws Exception {
        assertThat(plain(ANSWER, "您好,回答如下:\n> 请问是几楼?\n五楼,靠楼梯口\n> 有没有照片?\n没有\n").text())
                .isEqualTo("您好,回答如下:\n五楼,靠楼梯口\n没有");
        assertThat(plain(ANSWER, "五楼\n\n发件人： 共治\n发送时间： 2026-11-30 10:00\n主题： 您反映的事项\n请问是几楼?\n")
                        .text())
                .isEqualTo("五楼");
        assertThat(plain(ANSWER, "五楼\n\n------------------ 原始邮件 ------------------\n发件人: \"共治\"\n请问是几楼?\n")
                        .text())
                .isEqualTo("五楼");
        assertThat(plain(ANSWER, "On Mon, 30 Nov 2026 at 10:00, Gongzhi\n<box@example.cn> wrote:\n> 几楼?\n\n五楼\n")
                        .text())
                .isEqualTo("五楼");
        assertThat(plain(ANSWER, "在 2026年11月30日，共治写道：\n> 几楼?\n五楼").text()).isEqualTo("五楼");
        assertThat(plain(ANSWER, "发件人：共治\n主题：您反映的事项\n\n五楼").text()).isEqualTo("五楼");
        assertThat(plain(ANSWER, "发件人那栏我填错了\n五楼").text()).isEqualTo("发件人那栏我填错了\n五楼");
    }

    @Test
    void answersInHtmlKeepTheirWordsToo() throws Exception {
        String page = "<div>您好</div><blockquote type=cite><p>请问是几楼?</p><p>有没有照片?</p></blockquote>"
                + "<div>五楼<br>没有</div><blockquote>再见</blockquote>";
        assertThat(read(ANSWER.getBytes(GBK), "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8))
                        .text()
                        .lines()
                        .filter(line -> !line.isBlank()))
                .containsExactly("您好", "五楼", "没有");
    }

    /// However deep a letter repeats letters, it is read once from beginning to end.
    @Test
    void deepPagesAreReadOnce() {
        String page = "五楼<br>没有" + "<blockquote>问<br>".repeat(400) + "</blockquote>".repeat(400) + "<div>再见"
                + "</div><div>".repeat(20_000);
        assertThat(MailAnswer.own(MailAnswer.plain(page)).lines().filter(line -> !line.isBlank()))
                .containsExactly("五楼", "没有", "再见");
    }

    @ParameterizedTest
    @ValueSource(strings = {"自动回复: 您反映的事项", "自动回复：您反映的事项", "Automatic reply: 您反映的事项", "Out of office", "外出自动回复: 您好"})
    void whatAProgramAnswersForSomebodyAwayIsNoAnswer(String subject) throws Exception {
        assertThat(plain("Subject: " + subject + "\n", "我正在休假。").automatic()).isTrue();
    }

    @Test
    void aSubjectThatSpeaksOfAutomaticAnswersIsNone() throws Exception {
        assertThat(plain("Subject: 自动回复功能坏了\n", "物业的自动回复功能坏了").automatic()).isFalse();
    }

    @Test
    void messagesAreToldApartWithoutOrWithRepeatedNumbers() throws Exception {
        var monday = plain("", "垃圾又满了");
        var again = plain("", "垃圾又满了");
        assertThat(again.key()).isEqualTo(monday.key());
        String tuesday = "From: resident@example.cn\nDate: Tue, 01 Dec 2026 10:00:00 +0800\n";
        String same = "Message-ID: <scanner@example.cn>\n";
        assertThat(MailMessage.read((tuesday + "\n垃圾又满了").getBytes(StandardCharsets.UTF_8), 8000)
                        .key())
                .isNotEqualTo(monday.key());
        assertThat(MailMessage.read((tuesday + same + "\n垃圾又满了").getBytes(StandardCharsets.UTF_8), 8000)
                        .key())
                .isNotEqualTo(plain(same, "垃圾又满了").key());
    }

    @Test
    void whatProgramsPutInFrontWhenTheySaveIsPassedOver() throws Exception {
        String mail = "From: resident@example.cn\nSubject: 路灯坏了\n\n不亮";
        for (String front : new String[] {"\ufeff", "\r\n", "From resident@example.cn Mon Nov 30 10:00:00 2026\n"}) {
            assertThat(MailMessage.read((front + mail).getBytes(StandardCharsets.UTF_8), 8000))
                    .extracting(MailMessage::email, MailMessage::subject)
                    .containsExactly("resident@example.cn", "路灯坏了");
        }
        assertThat(MailMessage.read(("\ufeff" + mail).getBytes(StandardCharsets.UTF_16LE), 8000)
                        .subject())
                .isEqualTo("路灯坏了");
        assertThat(MailMessage.outlook(new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 0}))
                .isTrue();
    }
}
