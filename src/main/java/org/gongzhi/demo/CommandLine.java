package org.gongzhi.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Sessions;
import org.gongzhi.matters.MatterHistory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// Commands beside the running program: `./gongzhi token` and `./gongzhi import-requests`.
@Component
@ConditionalOnProperty("gongzhi.command")
class CommandLine implements ApplicationRunner {

    private final Accounts accounts;
    private final Sessions sessions;
    private final RequestImport requests;
    private final MatterHistory history;
    private final RegisterMeasure measure;

    CommandLine(
            Accounts accounts,
            Sessions sessions,
            RequestImport requests,
            MatterHistory history,
            RegisterMeasure measure) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.requests = requests;
        this.history = history;
        this.measure = measure;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        var words = arguments.getNonOptionArgs();
        String command = words.isEmpty() ? "" : words.getFirst();
        switch (command) {
            case "token" ->
                token(words.size() > 1 ? words.get(1) : "", words.size() > 2 ? words.get(2) : "command line");
            case "import-requests" ->
                importRequests(
                        Path.of(words.get(1)), words.size() > 2 ? words.get(2) : Long.toString(DemoTown.UNDER_NOBODY));
            case "measure-register" -> measure.run(words.size() > 1 ? Integer.parseInt(words.get(1)) : 1_000_000);
            default -> throw new IllegalArgumentException("unknown command: " + command);
        }
    }

    private void token(String username, String name) {
        var account = accounts.find(username);
        if (account.isEmpty()) {
            System.err.println("There is no account " + username + ".");
            return;
        }
        System.out.println(sessions.makeToken(account.get().id(), name, Duration.ofDays(180)));
    }

    private void importRequests(Path file, String place) throws IOException {
        int rows = requests.load(file, place);
        var fared = history.fared(Duration.ofHours(24));
        System.out.println("imported " + rows + " requests as matters");
        System.out.printf(
                "all imported: rows %d, on time %d, late %d, open with a due date %d, without due date %d%n",
                fared.rows(), fared.onTime(), fared.late(), fared.openWithDeadline(), fared.withoutDeadline());
        long closed = fared.onTime() + fared.late();
        System.out.printf(
                "on time / closed = %s; on time / (closed + open with a due date) = %s; repeated within 24 h %d; located %d%n",
                ratio(fared.onTime(), closed),
                ratio(fared.onTime(), closed + fared.openWithDeadline()),
                fared.repeated(),
                fared.located());
    }

    /// Four digits, rounded half up from integers.
    private static String ratio(long part, long whole) {
        return whole == 0
                ? "-"
                : java.math.BigDecimal.valueOf(part)
                        .divide(java.math.BigDecimal.valueOf(whole), 4, java.math.RoundingMode.HALF_UP)
                        .toPlainString();
    }
}
