package org.gongzhi.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.gongzhi.access.Accounts;
import org.gongzhi.exchange.ApiKeys;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Fills an empty database with the demonstration town and tells who can sign in; over a filled one it only
/// tells, and over a half-filled one it does not start.
@Component
@ConditionalOnProperty("gongzhi.demo")
class DemoLoader implements ApplicationRunner {

    private final DemoTown town;
    private final DemoLife life;
    private final DemoYear year;
    private final DemoDuty duty;
    private final DemoTogether together;
    private final DemoInspections inspections;
    private final DemoVotes votes;
    private final DemoCouncils councils;
    private final org.gongzhi.access.Sessions sessions;
    private final Places places;
    private final Accounts accounts;
    private final ApiKeys keys;
    private final Photos photos;
    private final JsonMapper json;
    private final DemoClock clock;
    private final Demonstration demonstration;

    DemoLoader(
            DemoTown town,
            DemoLife life,
            DemoYear year,
            DemoDuty duty,
            DemoTogether together,
            DemoInspections inspections,
            DemoVotes votes,
            DemoCouncils councils,
            org.gongzhi.access.Sessions sessions,
            Places places,
            Accounts accounts,
            ApiKeys keys,
            Photos photos,
            JsonMapper json,
            DemoClock clock,
            @Value("${gongzhi.data}") Path data) {
        this.town = town;
        this.life = life;
        this.year = year;
        this.duty = duty;
        this.together = together;
        this.inspections = inspections;
        this.votes = votes;
        this.councils = councils;
        this.sessions = sessions;
        this.places = places;
        this.accounts = accounts;
        this.keys = keys;
        this.photos = photos;
        this.json = json;
        this.clock = clock;
        this.demonstration = new Demonstration(data);
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        if (places.count() == 0) {
            demonstration.begin();
            clock.stand();
            load();
            clock.go();
        }
        if (Files.exists(demonstration.signIns())) {
            demonstration.mark();
            tell();
        }
        demonstration.requireWhole();
    }

    private void load() throws IOException {
        long start = System.nanoTime();
        say("Loading the demonstration town ...");
        town.build();
        say("  " + town.places().size() + " places, 60000 people, "
                + town.seats().size() + " seats");
        life.load(town);
        var pictures = pictures();
        year.load(town, pictures, done -> {
            if (done % 3000 == 0) {
                say("  " + done + " of " + DemoYear.MATTERS + " matters");
            }
        });
        duty.load();
        together.load(town);
        var owners = town.actor(sessions, "owners");
        var estate = places.find(owners.seats().getFirst().placeCode()).orElseThrow();
        votes.load(
                clock::pass,
                owners,
                estate,
                places.within(estate.code(), List.of(PlaceKind.DWELLING)),
                Objects.requireNonNull(town.actor(sessions, "resident").account()));
        councils.load(
                new DemoCouncils.Cast(
                        town.actor(sessions, "director"),
                        owners,
                        town.actor(sessions, "property"),
                        town.actor(sessions, "volunteer"),
                        town.actor(sessions, "resident"),
                        town.actor(sessions, "liaison")),
                places.find(Long.toString(estate.community())).orElseThrow(),
                estate);
        say("  two campaigns of inspections");
        inspections.load(new DemoInspections.Stage(
                town.actor(sessions, "officer"),
                town.actor(sessions, "office"),
                DemoTown.STREET,
                town.places().stream()
                        .filter(place -> place.kind() == PlaceKind.ESTATE)
                        .toList(),
                pictures.getFirst()));
        writeSignIns();
        say("  loaded in " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
    }

    private void writeSignIns() throws IOException {
        var all = new ArrayList<Map<String, String>>();
        for (DemoTown.SignIn each : town.signIns()) {
            String password = password();
            accounts.setPassword(each.account(), password);
            var row = new LinkedHashMap<String, String>();
            row.put("role", each.role());
            row.put("name", each.name());
            row.put("username", each.username());
            row.put("password", password);
            all.add(row);
        }
        Files.write(
                demonstration.signIns(),
                json.writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(Map.of(
                                "signIns",
                                all,
                                "open311Key",
                                keys.make((Long) null, "Demonstration", "demo@gongzhi.example"))));
    }

    private static String password() {
        String signs = "abcdefghjkmnpqrstuvwxyz23456789";
        var text = new StringBuilder("hl-");
        for (byte each : Secrets.random(9)) {
            text.append(signs.charAt((each & 0xff) % signs.length()));
        }
        return text.toString();
    }

    private void tell() throws IOException {
        say("Sign-ins of the demonstration town (" + demonstration.signIns() + "):");
        for (var row :
                json.readTree(Files.readAllBytes(demonstration.signIns())).get("signIns")) {
            say("  %-38s %-10s %s"
                    .formatted(
                            row.get("role").asString(),
                            row.get("username").asString(),
                            row.get("password").asString()));
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /// A dozen drawn scenes that stand in for photos of real places.
    private List<String> pictures() throws IOException {
        var random = new SplittableRandom(20_261_103);
        var names = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            var image = new BufferedImage(960, 720, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            scene(pen, random, i);
            pen.dispose();
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            names.add(photos.store(new ByteArrayInputStream(bytes.toByteArray())));
        }
        return names;
    }

    private static void scene(Graphics2D pen, SplittableRandom random, int index) {
        float hue = index / 12f;
        pen.setPaint(
                new GradientPaint(0, 0, Color.getHSBColor(hue, .15f, .9f), 0, 500, Color.getHSBColor(hue, .25f, .7f)));
        pen.fillRect(0, 0, 960, 520);
        pen.setColor(Color.getHSBColor(.1f, .06f, .55f));
        pen.fillRect(0, 500, 960, 220);
        pen.setColor(Color.getHSBColor(hue, .3f, .5f));
        for (int x = 60; x < 900; x += 170) {
            pen.fillRoundRect(x, 90 + random.nextInt(40), 110, 160, 8, 8);
        }
        pen.setStroke(new BasicStroke(5));
        for (int k = 0; k < 14 + random.nextInt(12); k++) {
            pen.setColor(Color.getHSBColor((float) random.nextDouble(), .4f, .4f + .4f * (float) random.nextDouble()));
            int size = 40 + random.nextInt(90);
            int x = 260 + random.nextInt(380);
            int y = 430 + random.nextInt(160);
            if (random.nextInt(2) == 0) {
                pen.fillOval(x, y, size, size * 3 / 4);
            } else {
                pen.fillRoundRect(x, y, size, size, 12, 12);
            }
        }
    }
}
