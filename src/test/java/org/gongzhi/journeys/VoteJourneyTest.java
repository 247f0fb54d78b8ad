package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.gongzhi.ballots.RecountTest;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A whole owners' vote in the browser: the roll fixed, ballots by telephone and on paper, the result, the
/// certificate, the recount.
class VoteJourneyTest extends Journey {

    @Autowired
    private JdbcClient client;

    @TempDir
    private Path folder;

    private String local(Instant at) {
        return LocalDateTime.ofInstant(at, Clocks.ZONE)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    @EachLanguage
    void ownersDecideByTelephoneAndPaper(String language) throws Exception {
        Words words = Words.of(language);
        long[] owners = {town.looseAccount("业主甲" + System.nanoTime()), town.looseAccount("业主乙" + System.nanoTime())};
        long caller = town.seat.get(Role.OWNERS_COMMITTEE).person();
        Page desk = signedIn(caller, Browser.DESKTOP, language);
        desk.navigate(url("/votes/new"));
        fits(desk);
        desk.selectOption("[name=place]", town.estate.code());
        desk.fill("[name=title]", "选聘物业服务企业 " + language);
        desk.fill("[name=text]", "请就是否选聘新的物业服务企业表决。");
        desk.check("[name=effect][value=BINDING_STATUTORY]");
        desk.fill("[name=title-1]", "是否选聘新的物业服务企业");
        desk.selectOption("[name=rule-1]", "4");
        Browser.picture(desk, "vote-call-" + language);
        desk.click("main form > button.big");
        desk.waitForURL("**?done=called");
        String vote = desk.url().replaceAll("\\?.*", "");
        desk.click("summary:has-text('" + words.t("ballots.roll.lines") + "')");
        var lines = new StringBuilder();
        for (int i = 1; i <= 6; i++) {
            lines.append("%s-S1-%d01 | 1-%d01 | buyer%d | 张%d | 100 | REGISTER | | %s%n"
                    .formatted(town.building.code(), i, i, i, i, i <= 2 ? town.username(owners[i - 1]) : ""));
        }
        desk.fill("[name=lines]", lines.toString());
        desk.click("form[action$='/roll'] button");
        desk.waitForURL("**?done=roll");
        desk.click("form[action$='/publish'] button");
        desk.waitForURL("**?done=publish");
        desk.navigate(vote + "/roll");
        assertThat(desk.locator("tbody tr")).hasCount(6);
        assertThat(desk.locator("tbody")).containsText("张*");
        fits(desk);
        desk.context().close();

        clock.forward(Duration.ofDays(11));
        desk = signedIn(caller, Browser.DESKTOP, language);
        desk.navigate(vote);
        Instant opens = clock.instant().plus(Duration.ofDays(19));
        desk.fill("[name=opens]", local(opens));
        desk.fill("[name=closes]", local(opens.plus(Duration.ofDays(5))));
        desk.click("form[action$='/announce'] button");
        desk.waitForURL("**?done=announce");
        desk.context().close();

        clock.forward(Duration.ofDays(19).plusMinutes(5));
        String code = "";
        for (long owner : owners) {
            Page phone = signedIn(owner, Browser.PHONE, language);
            phone.navigate(url("/votes"));
            fits(phone);
            phone.locator("a.line").first().click();
            assertThat(phone.locator(".effect")).containsText(words.t("ballots.effect.BINDING_STATUTORY"));
            fits(phone);
            phone.check("[name=answer-1][value=AGREE]");
            Browser.picture(phone, "vote-ballot-" + language);
            phone.click("form[action$='/ballots'] button.big");
            code = phone.locator(".receipt-code").textContent().strip();
            Browser.picture(phone, "vote-receipt-" + language);
            fits(phone);
            phone.context().close();
        }
        Page first = signedIn(town.seat.get(Role.COMMITTEE_DIRECTOR).person(), Browser.PHONE, language);
        first.navigate(vote);
        assertThat(first.locator("main")).not().containsText(words.t("ballots.outcome.PASSED"));
        first.navigate(vote + "/sweep");
        fits(first);
        Browser.picture(first, "vote-sweep-" + language);
        first.navigate(vote + "/paper");
        first.fill("[name=name]", "第一沓");
        first.fill("[name=sheets]", "2");
        first.click("form.card button");
        first.waitForURL("**?batch=*");
        String pile = first.url();
        type(first, true);
        first.context().close();
        Page second = signedIn(town.seat.get(Role.COMMITTEE_STAFF).person(), Browser.PHONE, language);
        second.navigate(pile);
        type(second, false);
        fits(second);
        Browser.picture(second, "vote-paper-" + language);
        second.click("button[value=agree]");
        second.waitForURL("**done=agree**");
        second.context().close();

        clock.forward(Duration.ofDays(6));
        desk = signedIn(caller, Browser.PHONE, language);
        desk.navigate(vote);
        desk.click("form[action$='/decide'] button");
        desk.waitForURL("**?done=decide");
        assertThat(desk.locator(".outcome")).hasText(words.t("ballots.outcome.PASSED"));
        assertThat(desk.locator("code").first()).hasText("3 × 40000 ≥ 2 × 60000");
        fits(desk);
        Browser.picture(desk, "vote-result-" + language);
        desk.navigate(vote + "/receipts?code=" + code);
        assertThat(desk.locator("p.done")).isVisible();
        fits(desk);
        String number = vote.substring(vote.lastIndexOf('/') + 1);
        byte[] certificate = desk.request().get(vote + "/certificate.pdf").body();
        assertThat(new String(certificate, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        Path box = Files.write(
                folder.resolve("box.json"),
                desk.request().get(url("/api/v1/votes/" + number + "/box")).body());
        desk.context().close();
        var out = new ByteArrayOutputStream();
        assertThat(RecountTest.recounted(box, new PrintStream(out, true, StandardCharsets.UTF_8)))
                .as(out.toString(StandardCharsets.UTF_8))
                .isTrue();
    }

    /// Types the paper of the third and fourth unit of the vote whose pile is open; one of the two scans the slips.
    private void type(Page page, boolean scans) throws Exception {
        String number = page.url().replaceAll(".*/votes/([^/]+)/.*", "$1");
        for (int unit : List.of(3, 4)) {
            page.fill("form:has(button[value=type]) [name=unit]", codeOf(number, unit));
            page.check("[name=answer-1][value=AGREE]");
            if (scans) {
                Path slip = folder.resolve("slip" + unit + ".jpg");
                page.setInputFiles("form:has(button[value=type]) [name=proof]", Files.write(slip, slip(number, unit)));
            }
            page.click("button[value=type]");
            page.waitForURL("**done=type**");
        }
    }

    private static byte[] slip(String number, int unit) throws Exception {
        return PhotosTest.jpeg(600 + Math.floorMod(number.hashCode(), 200), 390 + unit);
    }

    private String codeOf(String number, int unit) {
        return client.sql("select code from ballots.unit where vote = ? and id = ?")
                .params(org.gongzhi.kernel.Ids.fromNumber(number), unit)
                .query(String.class)
                .single();
    }
}
