package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Test;

/// A seat of an administrator is proposed by one and decided by another, on a phone and at a desk.
@EmbeddedOnly("about the browser; what is decided is asked over SQL by the tests of the register")
class AppointmentsJourneyTest extends Journey {

    /// As long as a name may be, and nowhere to break it.
    private static final String NAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralter";

    private void propose() {
        Page security = signedIn(Role.SECURITY_ADMINISTRATOR, Browser.PHONE, "zh-CN");
        security.navigate(url("/seats/new"));
        fits(security);
        security.selectOption("[name=role]", Role.SYSTEM_ADMINISTRATOR.name());
        security.fill("[name=place]", town.street.code());
        security.fill("[name=name]", NAME);
        security.fill("[name=mobile]", "10019990077");
        security.fill("[name=title]", "系统管理员");
        security.fill("[name=phone]", "0769-1");
        security.locator("form[action='/seats'] button").click();
        Browser.picture(security, "appointment-proposed");
        fits(security);
    }

    private Page looked(int width, String language) {
        Page officer = signedIn(Role.STREET_OFFICER, width, language);
        officer.navigate(url("/appointments"));
        assertThat(officer.locator(".cards").first()).containsText(NAME);
        Browser.picture(officer, "appointments-" + width + "-" + language);
        fits(officer);
        return officer;
    }

    @Test
    void oneProposesAndAnotherRefuses() {
        propose();
        looked(Browser.PHONE, "en-US");
        looked(Browser.DESKTOP, "zh-CN");
        looked(Browser.DESKTOP, "en-US");
        Page officer = looked(Browser.PHONE, "zh-CN");
        officer.locator("li.card", new Page.LocatorOptions().setHasText(NAME))
                .locator("button.danger")
                .click();
        assertThat(officer.locator("p.done")).hasText(Words.CHINESE.t("register.appointments.done.REFUSED"));
        fits(officer);
    }
}
