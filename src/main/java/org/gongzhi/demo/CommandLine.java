package org.gongzhi.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Sessions;
import org.gongzhi.kernel.Told;
import org.gongzhi.ledger.Successor;
import org.gongzhi.library.CaseSearch;
import org.gongzhi.matters.MatterHistory;
import org.gongzhi.operations.Backups;
import org.gongzhi.people.Role;
import org.gongzhi.places.Divisions;
import org.gongzhi.register.Appointing;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// Commands beside the running program: tokens, imports, the first officer, the successor of a ledger.
@Component
@ConditionalOnProperty("gongzhi.command")
class CommandLine implements ApplicationRunner {

    /// Bytes of the database between two words of progress.
    private static final long PROGRESS = 256L << 20;

    private final Accounts accounts;
    private final Sessions sessions;
    private final RequestImport requests;
    private final MatterHistory history;
    private final Divisions divisions;
    private final Appointing staff;
    private final CaseSearch search;
    private final Successor successor;
    private final Backups backups;

    CommandLine(
            Accounts accounts,
            Sessions sessions,
            RequestImport requests,
            MatterHistory history,
            Divisions divisions,
            Appointing staff,
            CaseSearch search,
            Successor successor,
            Backups backups) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.requests = requests;
        this.history = history;
        this.divisions = divisions;
        this.staff = staff;
        this.search = search;
        this.successor = successor;
        this.backups = backups;
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        var words = arguments.getNonOptionArgs();
        if (words.isEmpty()) {
            return; // a measurement, which only wants the program around it
        }
        String command = words.getFirst();
        switch (command) {
            case "token" ->
                token(words.size() > 1 ? words.get(1) : "", words.size() > 2 ? words.get(2) : "command line");
            case "import-requests" ->
                importRequests(
                        Path.of(words.get(1)), words.size() > 2 ? words.get(2) : Long.toString(DemoTown.UNDER_NOBODY));
            case "import-divisions" -> divisions(words.size() > 1 ? Path.of(words.get(1)) : null);
            case "ledger-key" -> System.out.println(successor.vkey(words.get(1)));
            case "succeed-ledger" -> {
                var log = successor.open(Long.parseLong(words.get(1)), Path.of(words.get(2)), Path.of(words.get(3)));
                System.out.println("opened " + log.origin() + " " + log.vkey());
            }
            case "backup" -> backup(words.size() > 1 ? Path.of(words.get(1)) : null);
            case "appoint" -> appoint(words.subList(1, words.size()));
            case "rebuild-search" -> System.out.println(search.rebuild() + " documents");
            default -> throw new Told("没有“" + command + "”这个命令。", "There is no command \"" + command + "\".");
        }
    }

    private void token(String username, String name) {
        var account = accounts.find(username);
        if (account.isEmpty()) {
            throw new Told(
                    "没有“" + username + "”这个账号。演示的账号在启动时列出，也写在 sign-ins.json；正式使用时，账号见“人员”页。",
                    "There is no account \"" + username
                            + "\". The demonstration lists its accounts when it starts, and in"
                            + " sign-ins.json; in real use they stand on the page of staff.");
        }
        System.out.println(sessions.makeToken(account.get().id(), name, Duration.ofDays(180)));
    }

    private void divisions(@Nullable Path packed) throws IOException {
        var counts = packed == null ? divisions.loadShipped() : divisions.load(packed);
        counts.entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(entry -> System.out.printf("%,10d %s%n", entry.getValue(), entry.getKey()));
    }

    private void backup(@Nullable Path folder) throws Exception {
        long[] told = {0};
        var backup = backups.take(folder, written -> {
            if (written - told[0] >= PROGRESS) {
                told[0] = written;
                System.err.printf("%,d MiB%n", written >> 20);
            }
        });
        System.out.printf("备份完成 / backup completed: %s, %,d bytes%n", backup.name(), backup.bytes());
    }

    /// The first officer of an installation: nobody is there yet who could give them their seat.
    private void appoint(java.util.List<String> words) {
        if (words.size() < 4) {
            System.err.println("appoint NAME MOBILE ROLE PLACE-CODE [TITLE]");
            return;
        }
        var given = staff.first(
                words.get(0),
                words.get(1),
                Role.valueOf(words.get(2)),
                words.get(3),
                words.size() > 4 ? words.get(4) : words.get(2));
        System.out.println("user name: " + given.username());
        System.out.println(
                given.code() == null
                        ? "the password stays as it is"
                        : "one-time code, seen by whoever ran this: " + given.code()
                                + "\nits owner sets a password with it at /first-sign-in");
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
