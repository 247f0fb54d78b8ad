package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.gongzhi.duty.Absences;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Duty as people use it: leave asked on a phone and approved at a desk, the gap that it opens, the matter
/// that changes hands when it begins, the message about it, and the question who was responsible before.
class DutyJourneyTest extends Journey {

    @Autowired
    private Matters matters;

    @Autowired
    private Absences absences;

    @Autowired
    private org.gongzhi.people.Seats seats;

    private static String local(LocalDateTime at) {
        return at.truncatedTo(ChronoUnit.MINUTES).toString();
    }

    @EachLanguage
    void leaveIsAskedOnAPhoneApprovedAndItsWorkHandedOn(String language) {
        Words words = Words.of(language);
        Seat worker = town.seat(town.grid, Role.GRID_WORKER);
        Matter matter;
        do {
            matter = matters.report(new NewMatter(
                    "E0501",
                    town.stairwell.id(),
                    null,
                    "",
                    java.util.List.of(),
                    new Matter.Reporter(null, null, "API"),
                    null));
        } while (matter.lead() != worker.id());
        Page phone = signedIn(worker.person(), Browser.PHONE, language);
        phone.navigate(url("/duty/absences"));
        LocalDateTime from =
                LocalDateTime.ofInstant(clock.instant(), Clocks.ZONE).plusHours(1);
        phone.fill("[name=from]", local(from));
        phone.fill("[name=until]", local(from.plusDays(2)));
        phone.click("main section.card form button.button");
        assertThat(phone.locator("p.done")).hasText(words.t("duty.done.asked"));
        Browser.picture(phone, "leave-" + language);

        Page desk = signedIn(town.seat.get(Role.COMMITTEE_DIRECTOR).person(), Browser.DESKTOP, language);
        desk.navigate(url("/duty/absences"));
        desk.locator("li.card")
                .filter(new com.microsoft.playwright.Locator.FilterOptions()
                        .setHas(desk.locator("form[action$='/approve']")))
                .first()
                .locator("form[action$='/approve'] button")
                .click();
        assertThat(desk.locator("p.done")).hasText(words.t("duty.done.approve"));
        desk.navigate(url("/duty/gaps?place=" + town.community.code()));
        assertThat(desk.locator(".heat")).isVisible();
        Browser.picture(desk, "gaps-" + language);

        clock.forward(Duration.ofHours(1).plusMinutes(2));
        absences.begin();
        desk.navigate(url("/matters/" + Ids.number(matter.id())));
        assertThat(desk.locator(".timeline")).containsText(words.t("matters.event.LeadReplaced"));
        desk.fill(
                "[name=at]",
                local(LocalDateTime.ofInstant(clock.instant(), Clocks.ZONE).plusMinutes(1)));
        desk.click("form[action$='/lead'] button");
        assertThat(desk.locator("#ledBy")).containsText(worker.holder());

        phone.navigate(url("/inbox"));
        assertThat(phone.locator("li.unread").first()).isVisible();
        assertThat(phone.locator(".bell b")).isVisible();
        phone.locator("form[action='/inbox/read-all'] button").click();
        assertThat(phone.locator("li.unread")).hasCount(0);
        Browser.picture(phone, "inbox-" + language);
        phone.navigate(url("/duty/absences"));
        phone.click("form[action$='/back'] button");
        assertThat(phone.locator("p.done")).hasText(words.t("duty.done.back"));
        clock.reset();
        seats.end(worker.id(), org.gongzhi.journal.Entry.Who.NOBODY, "测试");
    }

    @Test
    void theMatrixShowsWhatWouldChangeBeforeItIsSaved() {
        Page desk = signedIn(town.seat.get(Role.COMMITTEE_DIRECTOR).person(), Browser.DESKTOP, "zh-CN");
        desk.navigate(url("/duty/matrix?place=" + town.estate.code()));
        desk.click("details.card > summary");
        desk.selectOption("[name=subject]", "P04");
        desk.selectOption("[name=leadRoles]", "COMMITTEE_STAFF");
        desk.fill("[name=why]", "社区承接的事项");
        desk.click("details.card form button");
        assertThat(desk.locator(".near")).containsText(Words.CHINESE.t("duty.matrix.preview"));
        Browser.picture(desk, "matrix");
        desk.click(".near button.button");
        assertThat(desk.locator("p.done")).hasText(Words.CHINESE.t("duty.done.set"));
        assertThat(desk.locator("tr.own")).containsText("社区承接的事项");
        desk.click("tr.own button");
        assertThat(desk.locator("p.done")).hasText(Words.CHINESE.t("duty.done.cleared"));
        assertThat(desk.locator("tr.own")).hasCount(0);
    }
}
