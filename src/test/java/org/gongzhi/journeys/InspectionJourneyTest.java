package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.util.List;
import org.gongzhi.TestClock;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.inspections.Premises;
import org.gongzhi.inspections.PremisesRegister;
import org.gongzhi.inspections.Visits;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A hazard from the visit to striking off, on the phone: the grid worker, the shopkeeper, the director.
@Journey.WithoutNetwork
class InspectionJourneyTest extends Journey {

    @Autowired
    private PremisesRegister register;

    @Autowired
    private Visits visits;

    @Autowired
    private JdbcClient client;

    private static FilePayload photo() throws Exception {
        return new FilePayload("p.jpg", "image/jpeg", PhotosTest.jpeg(300, 200));
    }

    @EachLanguage
    void aHazardGoesFromTheVisitToStrikingOff(String language) throws Exception {
        Words words = Words.of(language);
        long owner = town.looseAccount("shop" + System.nanoTime());
        Premises shop = register.enter(
                        town.actor(Role.COMMITTEE_DIRECTOR),
                        List.of(new PremisesRegister.Entered(
                                town.building.code(),
                                "便民小店" + System.nanoTime(),
                                "SHOP",
                                "东门 3 号",
                                null,
                                "王店主",
                                "13700001234",
                                owner,
                                List.of(),
                                3,
                                null,
                                null)))
                .getFirst();
        var worker = town.actor(Role.GRID_WORKER);
        var visit = visits.plan(worker, shop.id(), TestClock.DAY);
        Page phone = signedIn(town.seat.get(Role.GRID_WORKER).person(), Browser.PHONE, language);
        phone.navigate(url("/inspections"));
        fits(phone);
        phone.locator("a[href='/inspections/visits/" + Ids.number(visit.id()) + "']")
                .click();
        fits(phone);
        Browser.picture(phone, "visit-plan-" + language);
        phone.fill("[name=code]", shop.code());
        phone.click("form[action$='/arrive'] button.big");
        phone.waitForSelector("form[action$='/finish']");
        for (String item : List.of("f1", "f4", "f5", "f6")) {
            phone.locator("input[name=ok-" + item + "][value=yes]").check();
        }
        phone.locator("input[name=ok-f2][value=no]").check();
        phone.locator("fieldset.item:has(input[name=ok-f2]) details.more > summary")
                .first()
                .click();
        phone.fill("[name=what-f2]", "灭火器压力不足");
        phone.fill("[name=measures-f2]", "三日内更换");
        phone.setInputFiles("[name=before-f2]", photo());
        fits(phone);
        Browser.picture(phone, "visit-form-" + language);
        phone.click("form[action$='/finish'] .send-bar button");
        phone.waitForURL("**?done=finish");
        assertThat(phone.locator("p.done")).isVisible();
        assertThat(phone.locator("main")).containsText("灭火器压力不足");
        fits(phone);
        String hazard = phone.locator("main a[href^='/hazards/']").first().getAttribute("href");
        phone.context().close();
        Page shopkeeper = signedIn(owner, Browser.PHONE, language);
        shopkeeper.navigate(url("/premises/" + Ids.number(shop.id())));
        fits(shopkeeper);
        Browser.picture(shopkeeper, "premises-mine-" + language);
        shopkeeper.navigate(url(hazard));
        act(shopkeeper, words, "RECTIFY", "换好了", photo());
        fits(shopkeeper);
        shopkeeper.context().close();
        Page director = signedIn(town.seat.get(Role.COMMITTEE_DIRECTOR).person(), Browser.PHONE, language);
        director.navigate(url(hazard));
        act(director, words, "STRIKE", "现场合格", null);
        assertThat(director.locator("h1 .stage")).hasText(words.t("inspections.state.STRUCK"));
        fits(director);
        Browser.picture(director, "hazard-struck-" + language);
        for (String path : List.of("/premises", "/hazards", "/inspections/checklists", "/inspections/campaigns/new")) {
            director.navigate(url(path));
            assertThat(director.locator("h1")).isVisible();
            fits(director);
        }
        director.context().close();
    }

    /// A whole day of visits without network: the pages are kept before it begins, arrival and report wait on
    /// the phone, and reach the program with the moments at which they happened.
    @Test
    void aDayOfVisitsGoesWithoutNetwork() throws Exception {
        var worker = town.actor(Role.GRID_WORKER);
        var shops = register.enter(
                town.actor(Role.COMMITTEE_DIRECTOR),
                java.util.stream.IntStream.range(0, 3)
                        .mapToObj(i -> new PremisesRegister.Entered(
                                town.building.code(),
                                "断网小店" + System.nanoTime() + i,
                                "SHOP",
                                "西门",
                                null,
                                "李店主",
                                null,
                                null,
                                List.of(),
                                3,
                                null,
                                null))
                        .toList());
        var planned = new java.util.ArrayList<Long>();
        for (Premises shop : shops) {
            planned.add(visits.plan(worker, shop.id(), TestClock.DAY).id());
        }
        Page phone = signedIn(town.seat.get(Role.GRID_WORKER).person(), Browser.PHONE, "zh-CN");
        phone.navigate(url("/inspections"));
        phone.waitForFunction("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)");
        phone.reload();
        for (long visit : planned) {
            phone.waitForFunction("caches.match('" + url("/inspections/visits/" + Ids.number(visit))
                    + "').then(kept => kept !== undefined)");
        }
        phone.context().setOffline(true);
        for (int i = 0; i < planned.size(); i++) {
            phone.navigate(url("/inspections"));
            phone.locator("a[href='/inspections/visits/" + Ids.number(planned.get(i)) + "']")
                    .click();
            phone.fill("[name=code]", shops.get(i).code());
            phone.click("form[action$='/arrive'] button.big");
            assertThat(phone.locator("#report")).isVisible();
            if (i == 0) {
                Browser.picture(phone, "visit-offline");
                phone.reload(); // the phone was put away in between
                assertThat(phone.locator("#report")).isVisible();
            }
            for (String item : List.of("f1", "f2", "f4", "f5", "f6")) {
                phone.locator("input[name=ok-" + item + "][value=yes]").check();
            }
            phone.click("form[action$='/finish'] .send-bar button");
            assertThat(phone.locator("#outbox")).containsText("(" + 2 * (i + 1) + ")");
        }
        assertThat(client.sql("select count(*) from inspections.visit where id = any (?) and state = 'PLANNED'")
                        .param(planned.toArray(Long[]::new))
                        .query(Integer.class)
                        .single())
                .isEqualTo(planned.size());
        var back = clock.instant();
        phone.context().setOffline(false);
        assertThat(phone.locator("#outbox"))
                .isHidden(
                        new com.microsoft.playwright.assertions.LocatorAssertions.IsHiddenOptions().setTimeout(20_000));
        assertThat(client.sql("""
                                select count(*) from inspections.visit where id = any (?) and state = 'FINISHED'
                                and arrival = 'SCAN' and arrived_at < ? and finished_at between arrived_at and ?""")
                        .params(
                                planned.toArray(Long[]::new),
                                java.sql.Timestamp.from(back),
                                java.sql.Timestamp.from(back))
                        .query(Integer.class)
                        .single())
                .isEqualTo(planned.size());
        for (String path : List.of(
                "/inspections/bulletin?by=SECTOR",
                "/inspections/bulletin?by=DAY",
                "/inspections/visits",
                "/inspections/documents?kind=RECORD")) {
            phone.navigate(url(path));
            assertThat(phone.locator("h1")).isVisible();
            fits(phone);
        }
        phone.context().close();
    }

    private static void act(Page page, Words words, String act, String said, FilePayload photo) {
        page.locator("details.act > summary", new Page.LocatorOptions().setHasText(words.t("inspections.act." + act)))
                .first()
                .click();
        String form = "form[action$='/" + act.toLowerCase(java.util.Locale.ROOT) + "']";
        page.fill(form + " [name=words]", said);
        if (photo != null) {
            page.setInputFiles(form + " [name=photo]", photo);
        }
        page.click(form + " button.button:not([type=button])");
        page.waitForURL("**?done=*");
        assertThat(page.locator("p.done")).isVisible();
    }
}
