package org.gongzhi.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.gongzhi.RunningProgram;
import org.gongzhi.Town;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/// What every journey has: a browser, people who sign in, and a page that complains about nothing.
abstract class Journey extends RunningProgram {

    static Browser browser;

    @BeforeAll
    static void start() {
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @AfterEach
    void calm() {
        clock.reset();
        assertThat(browser.complaints()).isEmpty();
    }

    /// A page of a new browser on which somebody has signed in.
    final Page signedIn(long account, int width, String language) {
        town.allowPassword(account);
        Page page = browser.person(width, language);
        page.navigate(url("/sign-in"));
        page.fill("[name=username]", town.username(account));
        page.fill("[name=password]", Town.PASSWORD);
        page.click("main form button");
        page.waitForURL(url("/"));
        return page;
    }

    final Page signedIn(Role role, int width, String language) {
        return signedIn(town.seat.get(role).person(), width, language);
    }

    /// Nothing sticks out at the side, and everybody can use it.
    static void fits(Page page) {
        assertThat((Integer)
                        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(page.url())
                .isLessThanOrEqualTo(0);
        browser.accessible(page);
    }
}
