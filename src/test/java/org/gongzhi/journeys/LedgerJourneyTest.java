package org.gongzhi.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.journal.Journal;
import org.gongzhi.ledger.Acts;
import org.gongzhi.ledger.Ledger;
import org.gongzhi.ledger.LedgerRules;
import org.gongzhi.ledger.LocalParty;
import org.gongzhi.ledger.Parties;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// From an act to a receipt in the resident's hand, checked by their own browser, by the copies of the
/// parties, and offline from a saved page.
class LedgerJourneyTest extends Journey {

    @Autowired
    private Ledger ledger;

    @Autowired
    private Parties parties;

    @Autowired
    private Journal journal;

    @TempDir
    private Path folder;

    @Test
    void aResidentChecksTheirOwnReceiptAndNeedsToTrustNobody() throws Exception {
        long street = LedgerRules.street(town.stairwell.community());
        Page page = signedIn(town.resident, 390, "zh-CN");
        page.navigate(url("/report?place=" + town.stairwell.code()));
        String promise = reported(page);
        Acts.settled(journal);
        ledger.publish(street);
        Actor keeper = Acts.keeper(town, street);
        var local = new ArrayList<LocalParty>();
        try {
            for (String name : List.of("office", "committee", "owners", "company", "residents")) {
                var party = new LocalParty(folder.resolve(name), "journey.example/" + name, clock);
                party.serve();
                local.add(party);
                parties.enrol(
                        keeper, street, party.apply(ledger.view(street).origin(), "RESIDENT_GROUP", "journey " + name));
            }
            for (LocalParty party : local) {
                party.follow(url("/ledger/" + street));
            }
            // the next page already offers the receipt
            page.navigate(url("/"));
            page.click(".slip-line a");
            assertThat(page.url()).contains("/ledger/receipts/");
            String hash = page.url().substring(page.url().lastIndexOf('/') + 1);
            Acts.settled(journal);
            ledger.publish(street);
            page.waitForSelector("p.done");
            fits(page);
            // the parties sign within their next rounds
            page.navigate(url("/ledger"));
            page.waitForSelector("#live p.done >> text=共同认可", new Page.WaitForSelectorOptions().setTimeout(60_000));
            // four suffice; the fifth is on its way
            page.locator(".signers .on").nth(4).waitFor();
            Browser.picture(page, "ledger-390-zh");
            fits(page);
            assertThat(page.locator(".signers .on").count()).isEqualTo(5);

            page.navigate(url("/ledger/receipts/" + hash));
            Browser.picture(page, "ledger-receipt-390-zh");
            fits(page);
            page.click("a[href^='/verify']");
            page.waitForSelector("#verify[data-state=joint]");
            page.locator("#verdict p.done").nth(6).waitFor();
            assertThat(page.innerText("#verdict")).contains("journey.example/owners", "完全一致", "Reported");
            Browser.picture(page, "ledger-verify-390-zh");
            fits(page);
            // any byte changed, and it does not hold
            String receipt = page.inputValue("#receipt");
            for (String wrong : List.of(
                    receipt.replace("index ", "index 9"),
                    receipt.replaceFirst("\n([A-Za-z0-9])", "\nZ"),
                    receipt.substring(0, receipt.indexOf("\n\n")))) { // cut later, it would hold with fewer signers
                page.fill("#receipt", wrong);
                page.click("#check");
                page.waitForSelector("#verify[data-state=bad]");
            }
            // the promise that came with the act was kept
            page.fill("#receipt", promise);
            page.click("#check");
            page.waitForSelector("#verify[data-state=promise]");
            assertThat(page.innerText("#verdict")).contains("已兑现");
            offline(receipt, hash);
            visitor(hash);
            keeperSees();
        } finally {
            local.forEach(LocalParty::close);
            parties.all(street).stream()
                    .filter(party -> party.active() && party.name().startsWith("journey.example"))
                    .forEach(party -> parties.end(keeper, street, party.name()));
        }
    }

    private String reported(Page page) {
        return (String) page.evaluate("""
                async ([place, key]) => {
                  const answer = await fetch('/api/v1/matters', {method: 'POST', headers: {'Content-Type': 'application/json',
                    'Idempotency-Key': key}, body: JSON.stringify({place, kind: 'E0501', words: 'SECRET-WORDS'})});
                  if (answer.status !== 201) throw new Error(await answer.text());
                  return new TextDecoder().decode(Uint8Array.from(atob(answer.headers.get('Gongzhi-Promise')), c => c.charCodeAt(0)));
                }""", List.of(town.stairwell.code(), "journey-" + System.nanoTime()));
    }

    /// The saved page, opened from disk in a browser without any network.
    private void offline(String receipt, String hash) throws Exception {
        Page page = browser.person(1440, "en");
        var download = page.waitForDownload(() -> page.evaluate("location.href = '" + url("/verify.html") + "'"));
        Path saved = folder.resolve("verify.html");
        download.saveAs(saved);
        assertThat(Files.size(saved)).isLessThan(100_000);
        page.context().setOffline(true);
        page.navigate(saved.toUri().toString());
        page.fill("#receipt", receipt);
        page.click("#check");
        page.waitForSelector("#verify[data-state=joint]");
        page.locator("#verdict .quiet").nth(4).waitFor();
        assertThat(page.innerText("#verdict")).contains("5 of 5", "cannot be reached");
        Browser.picture(page, "ledger-offline-1440-en");
        // receipts of others, with the keys of others: the same code judges them
        JsonNode other = json.readTree(
                Files.readAllBytes(Path.of("src/test/resources/ledger/reference/receipt-cross-verified.json")));
        var policy = new StringBuilder("log " + other.path("vkeys").get(0).asString() + "\n");
        for (int i = 1; i < other.path("vkeys").size(); i++) {
            policy.append("witness w")
                    .append(i)
                    .append(' ')
                    .append(other.path("vkeys").get(i).asString())
                    .append('\n');
        }
        policy.append("group joint 4 w1 w2 w3 w4 w5\nquorum joint\n");
        page.evaluate(
                "([policy, entry]) => { document.querySelector('.policy').textContent = policy;"
                        + " document.getElementById('verify').dataset.entry = entry; }",
                List.of(policy.toString(), other.path("receipt_entry_utf8").asString()));
        String text = other.path("receipt_tlog_proof").asString();
        page.fill("#receipt", text);
        page.click("#check");
        page.waitForSelector("#verify[data-state=joint]");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at : new int[] {40, 200, 700, 900, 1000, 1250, 1500, 1800}) {
            byte[] changed = bytes.clone();
            changed[at] = (byte) (changed[at] == 'A' ? 'B' : 'A');
            page.fill("#receipt", new String(changed, StandardCharsets.UTF_8));
            page.evaluate("delete document.getElementById('verify').dataset.state");
            page.click("#check");
            page.waitForSelector("#verify[data-state=bad]");
        }
        assertThat(hash).hasSize(64);
    }

    private void visitor(String hash) {
        Page page = browser.person(1440, "en");
        page.navigate(url("/ledger"));
        assertThat(page.innerText("main")).contains("In a minute", "Who has signed");
        Browser.picture(page, "ledger-1440-en");
        fits(page);
        page.navigate(url("/ledger/receipts/" + hash));
        assertThat(page.innerText("main")).doesNotContain("Download my own words");
        fits(page);
        var file = page.waitForDownload(() -> page.click("a[href$='/file']"));
        assertThat(file.suggestedFilename()).startsWith("receipt-").endsWith(".txt");
        page.navigate(url("/verify"));
        page.click("#check");
        page.waitForSelector("#verify[data-state=bad]");
        assertThat(page.innerText("#verdict")).contains("Paste a receipt");
    }

    private void keeperSees() {
        Page page = signedIn(Role.SYSTEM_ADMINISTRATOR, 1440, "en");
        page.navigate(url("/ledger"));
        page.click("details.more > summary.button");
        page.fill("[name=label]", "nobody");
        page.fill("[name=vkey]", "nonsense");
        page.fill("[name=proof]", "nonsense");
        Browser.picture(page, "ledger-keeper-1440-en");
        fits(page);
        page.click("form[action$='/parties'] button.button");
        assertThat(page.innerText("body")).contains("verifier key");
    }
}
