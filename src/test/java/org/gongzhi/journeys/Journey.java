package org.gongzhi.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.gongzhi.RunningProgram;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.OpenSession;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// What every journey has: a browser, people who sign in, and a page that complains about nothing.
abstract class Journey extends RunningProgram {

    static final Browser browser = Browser.shared();

    @Autowired
    private Accounts accounts;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    /// Somebody loses the network in this journey; in the others no page is kept for that.
    @Retention(RetentionPolicy.RUNTIME)
    @interface WithoutNetwork {}

    @BeforeEach
    void begin() {
        browser.keepsPages(getClass().isAnnotationPresent(WithoutNetwork.class));
    }

    @AfterEach
    void calm() {
        clock.reset();
        assertThat(browser.leave()).isEmpty();
    }

    /// A page of a new browser on which somebody has signed in before; signing in itself is a journey of its own.
    final Page signedIn(long account, int width, String language) {
        Page page = browser.person(width, language);
        page.context()
                .addCookies(
                        List.of(new Cookie("gongzhi", OpenSession.of(sessions, accounts, account)).setUrl(url("/"))));
        return page;
    }

    final Page signedIn(Role role, int width, String language) {
        return signedIn(town.seat.get(role).person(), width, language);
    }

    /// Nothing sticks out at the side, and everybody can use it.
    static void fits(Page page) {
        nothingSticksOut(page);
        browser.accessible(page);
    }

    static void nothingSticksOut(Page page) {
        assertThat((Integer)
                        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(page.url())
                .isLessThanOrEqualTo(0);
    }

    /// People who between them may open every page: a name for each, and the account; a visitor without name.
    final Map<String, Long> people() {
        var people = new LinkedHashMap<String, Long>();
        people.put("", 0L);
        people.put("resident", town.resident);
        for (Role role :
                List.of(Role.STREET_OFFICER, Role.COMMITTEE_DIRECTOR, Role.GRID_WORKER, Role.SYSTEM_ADMINISTRATOR)) {
            people.put(role.name(), town.seat.get(role).person());
        }
        return people;
    }

    /// Every page that opens without a number in its address, and the first of these people to whom it does.
    final Map<String, String> opened(Map<String, Long> people) throws Exception {
        var open = new LinkedHashMap<String, String>();
        for (String path : pages()) {
            for (var each : people.entrySet()) {
                var answer = call("GET", path, each.getKey().isEmpty() ? "" : token(each.getValue()), null, Map.of());
                if (answer.statusCode() == 200
                        && answer.headers()
                                .firstValue("Content-Type")
                                .orElse("")
                                .contains("html")
                        && answer.headers().firstValue("Content-Disposition").isEmpty()
                        && answer.body().contains("<main")) {
                    open.put(path, each.getKey());
                    break;
                }
            }
        }
        assertThat(open).hasSizeGreaterThan(40);
        return open;
    }

    private List<String> pages() {
        var pages = new TreeSet<String>();
        requestMappingHandlerMapping.getHandlerMethods().forEach((info, handler) -> {
            boolean reads = info.getMethodsCondition().getMethods().stream()
                    .map(Enum::name)
                    .anyMatch("GET"::equals);
            if (reads && handler.getBeanType().getName().startsWith("org.gongzhi.")) {
                info.getPathPatternsCondition().getPatternValues().stream()
                        .filter(path -> !path.contains("{") && !path.startsWith("/api/") && !path.startsWith("/live"))
                        .forEach(pages::add);
            }
        });
        return List.copyOf(pages);
    }

    /// Something in a list, on whichever page of it: what other tests left comes first.
    static Locator listed(Page page, String selector) {
        while (page.locator(selector).count() == 0) {
            page.click("a[href*='after=']");
        }
        return page.locator(selector);
    }
}
