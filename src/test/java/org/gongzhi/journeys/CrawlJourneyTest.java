package org.gongzhi.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.Scale;
import org.gongzhi.kernel.Tables;
import org.junit.jupiter.api.Test;

/// Every page that opens without a number in its address, opened once in each form: nothing sticks out, it has one
/// heading, and on the phone everybody can use it and it stays within its budget (`data/budgets.csv`) on a first visit.
/// How long that takes on an old phone is measured by `./gongzhi bench pages`; a test asserts no time.
class CrawlJourneyTest extends Journey {

    private record Form(int width, String language) {}

    /// A page in Chinese on a phone and in English on a desktop; the whole run changes them over too.
    private static final List<Form> FORMS = List.of(
            new Form(Browser.PHONE, "zh-CN"),
            new Form(Browser.DESKTOP, "en-US"),
            new Form(Browser.PHONE, "en-US"),
            new Form(Browser.DESKTOP, "zh-CN"));

    private final Map<String, Double> budgets = budgets();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, String> heaviest = new LinkedHashMap<>();
    private final Map<String, Double> most = new LinkedHashMap<>();

    private static Map<String, Double> budgets() {
        var budgets = new LinkedHashMap<String, Double>();
        Tables.read("budgets.csv").forEach(row -> budgets.put(row.get("what"), Double.valueOf(row.get("most"))));
        return budgets;
    }

    @Test
    void everyPageFitsIsNamedReadableAndLight() throws Exception {
        var people = people();
        var open = opened(people);
        for (Form form : FORMS.subList(0, Scale.of(2, 4))) {
            people.forEach((name, account) -> {
                Page page = name.isEmpty()
                        ? browser.person(form.width, form.language)
                        : signedIn(account, form.width, form.language);
                Browser.firstVisit(page);
                open.entrySet().stream()
                        .filter(each -> each.getValue().equals(name))
                        .forEach(each -> look(page, each.getKey(), form));
                page.context().close();
            });
        }
        assertThat(wrong).as("heaviest of %s", heaviest).isEmpty();
    }

    private void look(Page page, String path, Form form) {
        page.navigate(url(path));
        if (form.width == Browser.PHONE) {
            weigh(path, Weight.of(page));
        }
        if (form.width == Browser.PHONE || Scale.whole()) {
            fits(page);
        } else {
            nothingSticksOut(page);
        }
        if (page.locator("h1").count() != 1 && !path.equals("/style")) { // which shows headings
            wrong.add(path + " has not exactly one heading");
        }
    }

    private void weigh(String path, Weight weight) {
        var spent = weight.spent();
        budgets.forEach((what, limit) -> {
            double value = spent.get(what);
            if (value > limit) {
                wrong.add(path + " " + what + " " + value + " > " + limit);
            }
            if (value >= most.getOrDefault(what, -1.0)) {
                most.put(what, value);
                heaviest.put(what, path + " " + value);
            }
        });
    }

    @Test
    void aHeavyPageIsSeen() {
        Page page = browser.person(Browser.PHONE, "zh-CN");
        Browser.firstVisit(page);
        page.navigate(url("/offline"));
        page.evaluate("() => { for (let i = 0; i < 3000; i++) document.body.append(document.createElement('b')); }");
        assertThat(Weight.of(page).nodes()).isGreaterThan(3000);
        assertThat(Weight.of(page).html()).isPositive();
        assertThat(Weight.of(page).wire()).isGreaterThan(10_000);
    }

    @Test
    void theCheckerSeesWhatIsWrong() {
        Page page = browser.person(Browser.DESKTOP, "en-US");
        page.navigate(url("/offline"));
        page.setContent(
                "<html><body><img src='x.png'><input><p style='color:#ccc;background:#fff'>pale</p></body></html>");
        browser.accessible(page);
        assertThat(String.join("\n", browser.leave())).contains("image-alt", "label", "html-has-lang");
    }
}
