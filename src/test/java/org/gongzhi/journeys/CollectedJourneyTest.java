package org.gongzhi.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// A ballot is taken in at the door by two; its owner says "that was not me", the ballot is struck, the owner votes.
class CollectedJourneyTest extends Journey {

    @Autowired
    private JdbcClient client;

    @TempDir
    private Path folder;

    private JsonNode send(String method, String path, Object body) throws Exception {
        String owners = token(town.actor(Role.OWNERS_COMMITTEE).account());
        var answer = call(method, "/api/v1/votes" + path, owners, body, Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return answer.body().isBlank() ? json.nullNode() : json.readTree(answer.body());
    }

    /// A vote of six owners that is open; the first has an account.
    private String open(long owner) throws Exception {
        Object question = Map.of("type", "DECISION", "matter", 4, "title", "是否选聘", "seats", 1);
        var called = new HashMap<String, Object>(Map.of("place", town.estate.code(), "title", "选聘物业服务企业"));
        called.putAll(Map.of("electorate", "OWNERS", "effect", "BINDING_STATUTORY", "questions", List.of(question)));
        String number = send("POST", "", called).path("number").asString();
        var lines = new ArrayList<Map<String, Object>>();
        for (int i = 1; i <= 6; i++) {
            var line = new HashMap<String, Object>(Map.of("place", town.stairwell.code() + "-%d01".formatted(i)));
            line.putAll(Map.of("label", "1栋" + i + "01", "owner", "O" + i, "name", "业主" + i));
            line.putAll(Map.of("area", 10_000, "basis", "REGISTER", "accounts", i == 1 ? List.of(owner) : List.of()));
            lines.add(line);
        }
        send("PUT", "/" + number + "/roll", lines);
        send("POST", "/" + number + "/roll/publish", Map.of());
        clock.forward(Duration.ofDays(11));
        var opens = clock.instant().plus(Duration.ofDays(19));
        send("POST", "/" + number + "/announce", Map.of("opens", opens, "closes", opens.plus(Duration.ofDays(10))));
        clock.forward(Duration.ofDays(19).plusMinutes(5));
        return number;
    }

    @EachLanguage
    void theVoterHasTheLastWord(String language) throws Exception {
        Words words = Words.of(language);
        long owner = town.looseAccount("业主" + System.nanoTime());
        String number = open(owner);
        String vote = url("/votes/" + number);
        takenAtTheDoor(vote, codeOf(number), language);
        Page phone = signedIn(owner, Browser.PHONE, language);
        phone.navigate(vote);
        assertThat(phone.locator(".collected")).containsText(words.t("ballots.channel.DOOR"));
        fits(phone);
        Browser.picture(phone, "vote-not-me-" + language);
        phone.click("form[action$='/contest'] button");
        phone.waitForURL("**?done=contest");
        assertThat(phone.locator(".collected")).containsText(words.t("ballots.collected.CONTESTED"));
        upheld(vote, words, language);
        phone.navigate(vote);
        phone.check("[name=answer-1][value=DISAGREE]");
        phone.click("form[action$='/ballots'] button.big");
        assertThat(phone.locator(".receipt-code")).isVisible();
        phone.context().close();
    }

    private void takenAtTheDoor(String vote, String code, String language) throws Exception {
        Page second = signedIn(Role.OWNERS_COMMITTEE, Browser.PHONE, language);
        second.navigate(vote + "/collect?at=1");
        String presence = second.locator(".aside b.code").textContent().strip();
        second.context().close();
        Page door = signedIn(Role.ESTATE_LIAISON, Browser.PHONE, language);
        door.navigate(vote + "/collect?unit=" + code);
        door.check("[name=answer-1][value=AGREE]");
        door.selectOption("[name=channel]", "DOOR");
        door.fill(
                "[name=second]", town.username(town.actor(Role.OWNERS_COMMITTEE).account()));
        door.fill("[name=presence]", presence);
        door.setInputFiles(
                "form[action$='/collected'] [name=proof]",
                Files.write(folder.resolve("slip.jpg"), PhotosTest.jpeg(500 + language.length(), 377)));
        fits(door);
        Browser.picture(door, "vote-collect-" + language);
        door.click("form[action$='/collected'] button.big");
        assertThat(door.locator(".receipt-code")).isVisible();
        door.context().close();
    }

    private void upheld(String vote, Words words, String language) {
        Page desk = signedIn(Role.COMMITTEE_DIRECTOR, Browser.DESKTOP, language);
        desk.navigate(vote + "/contests");
        fits(desk);
        Browser.picture(desk, "vote-contests-" + language);
        desk.fill("form[action$='/answer'] [name=words]", "签名与登记的不同");
        desk.click("button[name=upheld][value=true]");
        assertThat(desk.locator(".collected")).containsText(words.t("ballots.collected.STRUCK"));
        desk.context().close();
    }

    private String codeOf(String number) {
        return client.sql("select code from ballots.unit where vote = ? and id = 1")
                .param(Ids.fromNumber(number))
                .query(String.class)
                .single();
    }
}
