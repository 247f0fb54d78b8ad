package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Deliberation in the browser: a resident raises a topic on the telephone, the director finds it a council, a
/// meeting is called, signed in to by the code, decides it, and its minutes are published; a covenant is signed.
class CouncilJourneyTest extends Journey {

    @Autowired
    private JdbcClient client;

    private static void open(Page page, String summary) {
        page.locator("summary", new Page.LocatorOptions().setHasText(summary))
                .first()
                .click();
    }

    private static void send(Page page, String button) {
        page.locator("button:visible", new Page.LocatorOptions().setHasText(button))
                .last()
                .click();
    }

    @EachLanguage
    void aTopicIsDecidedByAMeetingAndDone(String language) {
        Words words = Words.of(language);
        String name = "晾衣架 " + letters();
        Page phone = signedIn(town.resident, Browser.PHONE, language);
        phone.navigate(url("/topics/new"));
        phone.selectOption("[name=place]", town.estate.code());
        phone.fill("[name=title]", name);
        phone.fill("[name=text]", "老人够不着，希望装低一点的。");
        fits(phone);
        send(phone, words.t("councils.raise"));
        assertThat(phone.locator("p.done")).hasText(words.t("councils.done.raised"));
        String topic = phone.url().replaceAll("\\?.*", "");
        phone.fill("#talk textarea[name=words]", "什么时候能装？");
        phone.check("#talk [name=question]");
        send(phone, words.t("councils.say.send"));
        assertThat(phone.locator("p.done")).hasText(words.t("councils.done.asked"));

        // a council with its seats, by the keyboard of the desk
        Page desk = signedIn(Role.COMMITTEE_DIRECTOR, Browser.DESKTOP, language);
        desk.navigate(url("/councils"));
        open(desk, words.t("councils.found"));
        desk.selectOption("[name=kind]", "THREE_PLUS_X");
        desk.selectOption("[name=place]", town.community.code());
        desk.fill("[name=name]", "议事会 " + letters());
        send(desk, words.t("councils.found"));
        String council = desk.url().replaceAll("\\?.*", "");
        long member = town.looseAccount("业委会主任");
        for (String part : List.of("COMMITTEE", "OWNERS", "PROPERTY")) {
            desk.locator("form[action$='/members'] [name=part]").selectOption(part);
            if (part.equals("OWNERS")) {
                desk.fill("form[action$='/members'] [name=username]", town.username(member));
            } else {
                desk.fill("form[action$='/members'] [name=name]", "成员" + part);
            }
            desk.locator("form[action$='/members'] button").click();
            if (!part.equals("PROPERTY")) {
                assertThat(desk.locator("main > p.warn")).isVisible();
            } else {
                open(desk, words.t("councils.seat"));
            }
        }
        assertThat(desk.locator("main > p.done").last()).hasText(words.t("councils.valid.long"));
        Browser.picture(desk, "council-" + language);

        desk.navigate(topic);
        open(desk, words.t("councils.act.ADMIT"));
        desk.locator("form[action$='/admit'] [name=body]")
                .selectOption(council.substring(council.lastIndexOf('/') + 1));
        desk.locator("form[action$='/admit'] button").click();
        assertThat(desk.locator("p.done")).hasText(words.t("councils.done.admit"));
        open(desk, words.t("councils.answer"));
        desk.fill("form[action$='/answer'] textarea", "下周议事会就商量。");
        desk.locator("form[action$='/answer'] button").click();
        assertThat(desk.locator("p.done").first()).hasText(words.t("councils.done.answered"));

        // planned, called with its agenda locked
        desk.navigate(council + "/plan");
        desk.fill("[name=title]", "月度议事会");
        desk.fill(
                "[name=at]",
                LocalDateTime.ofInstant(clock.instant(), Clocks.ZONE)
                        .plusDays(5)
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString());
        desk.fill("[name=venue]", "社区议事厅");
        desk.check("[name=topic]");
        send(desk, words.t("councils.plan.keep"));
        String meeting = desk.url().replaceAll("\\?.*", "");
        open(desk, words.t("councils.call"));
        desk.locator("form[action$='/call'] button").click();
        assertThat(desk.locator("p.done").first()).hasText(words.t("councils.done.called"));
        Browser.picture(desk, "meeting-called-" + language);

        clock.forward(Duration.ofDays(5));
        desk = signedIn(Role.COMMITTEE_DIRECTOR, Browser.DESKTOP, language);
        desk.navigate(meeting);
        desk.locator("form[action$='/open'] button").click();
        assertThat(desk.locator("p.done").first()).hasText(words.t("councils.done.opened"));
        // a member reads the code on the wall
        String code = client.sql("select code from councils.meeting where title = '月度议事会' order by id desc limit 1")
                .query(String.class)
                .single();
        Page seat = signedIn(member, Browser.PHONE, language);
        seat.navigate(meeting + "/sign-in?code=" + code);
        fits(seat);
        seat.locator("main form button").click();
        assertThat(seat.locator("p.done").first()).hasText(words.t("councils.done.present"));
        desk.navigate(meeting);
        for (int i = 0; i < 2; i++) {
            var absent = desk.locator("form[action*='/members/'] button[value=PRESENT]");
            int before = absent.count();
            absent.first().click();
            assertThat(absent).hasCount(before - 1);
        }
        assertThat(desk.locator("#live p.done").first()).containsText(words.t("councils.quorum.met"));
        open(desk, words.t("councils.move"));
        desk.locator("form[action$='/motions'] [name=text]").first().fill("每栋楼下装两副矮晾衣架");
        desk.locator("form[action$='/motions'] button").first().click();
        assertThat(desk.locator("p.done").first()).hasText(words.t("councils.done.moved"));
        seat.navigate(meeting);
        seat.locator("button[name=choice][value=AGREE]").click();
        assertThat(seat.locator("p.done").first()).hasText(words.t("councils.done.voted"));
        Browser.picture(seat, "meeting-phone-" + language);
        fits(seat);
        desk.reload();
        desk.fill("form[action$='/settle'] [name=agree]", "1");
        desk.fill("form[action$='/settle'] [name=disagree]", "1");
        desk.locator("form[action$='/settle'] button").click();
        assertThat(desk.locator("p.done").first()).hasText(words.t("councils.done.passed"));
        open(desk, words.t("councils.minutes"));
        desk.fill("form[action$='/minutes'] textarea", "三席到会，两票同意，一票反对。");
        desk.locator("form[action$='/minutes'] button").click();
        assertThat(desk.locator("p.done").first()).hasText(words.t("councils.done.written"));
        desk.locator("form[action$='/close'] button").click();
        assertThat(desk.locator("p.done").first()).hasText(words.t("councils.done.closed"));
        desk.locator("form[action$='/publish'] button").click();
        assertThat(desk.locator("p.done").first()).hasText(words.t("councils.done.published"));
        Browser.picture(desk, "meeting-minutes-" + language);

        // carried out and evaluated by whoever raised it
        desk.navigate(topic);
        open(desk, words.t("councils.act.EXECUTE"));
        desk.fill("form[action$='/execute'] textarea", "已装好十二副");
        desk.locator("form[action$='/execute'] button").click();
        assertThat(desk.locator("p.done").first()).hasText(words.t("councils.done.execute"));
        phone.navigate(topic);
        open(phone, words.t("councils.act.EVALUATE"));
        phone.check("[name=helped][value=true]");
        phone.locator("form[action$='/evaluate'] button").click();
        assertThat(phone.locator("p.done").first()).hasText(words.t("councils.done.evaluate"));
        fits(phone);
        Browser.picture(phone, "topic-" + language);
    }

    @EachLanguage
    void aCovenantIsWrittenConsultedAndSigned(String language) {
        Words words = Words.of(language);
        Page desk = signedIn(Role.OWNERS_COMMITTEE, Browser.DESKTOP, language);
        desk.navigate(url("/conventions"));
        open(desk, words.t("conventions.draft"));
        desk.selectOption("[name=kind]", "ESTATE_COVENANT");
        desk.selectOption("[name=place]", town.estate.code());
        desk.fill("[name=name]", "规约 " + letters());
        send(desk, words.t("conventions.draft"));
        desk.fill("[name=title-1]", "充电");
        desk.fill("[name=text-1]", "电动车不进楼道。");
        desk.fill("[name='benefit-1-RESIDENTS']", "不起火");
        desk.fill("[name='burden-1-PROPERTY']", "维护车棚");
        send(desk, words.t("conventions.keep.more"));
        assertThat(desk.locator("[name=text-1]")).hasValue("电动车不进楼道。");
        desk.locator("form button.big").click();
        String covenant = desk.url().replaceAll("\\?.*", "");
        assertThat(desk.locator("main > p.warn")).containsText(words.chinese() ? "物业企业" : "Property company");
        open(desk, words.t("conventions.act.record"));
        desk.fill("[name=day]", "2024-05-18");
        desk.fill("form[action$='/record'] [name=words]", "业主大会书面表决，原件存业委会");
        desk.locator("form[action$='/record'] button").click();
        assertThat(desk.locator("p.done").first()).hasText(words.t("conventions.done.record"));
        Browser.picture(desk, "covenant-" + language);

        Page phone = signedIn(town.resident, Browser.PHONE, language);
        phone.navigate(covenant);
        phone.locator("form[action$='/pledge'] button").click();
        assertThat(phone.locator("p.done").first()).hasText(words.t("conventions.done.pledged"));
        fits(phone);
        Browser.picture(phone, "covenant-phone-" + language);
        for (String path : List.of("/topics", "/councils", "/meetings", "/groups", "/conventions")) {
            for (Page page : List.of(phone, desk)) {
                page.navigate(url(path));
                fits(page);
                assertThat(page.content().length()).as(path).isLessThan(100_000);
            }
        }
    }

    private static String letters() {
        return UUID.randomUUID().toString().replaceAll("[^a-f]", "");
    }
}
