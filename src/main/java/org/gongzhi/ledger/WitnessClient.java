package org.gongzhi.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Hashes;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Tree;
import org.springframework.stereotype.Component;

/// Asks a witness over HTTP for its signature (C2SP tlog-witness, `add-checkpoint`).
@Component
class WitnessClient {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// A witness that knows another size than we think says so; then it is asked again.
    private static final int TRIES = 3;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /// The checkpoint with the lines the witness at `address` gave; `old` is the size it is thought to know.
    Note ask(String address, Note note, long old, Hashes hashes) throws IOException, InterruptedException {
        long size = Checkpoint.parse(note).size();
        long known = old;
        for (int i = 0; i < TRIES; i++) {
            var body = new StringBuilder("old " + known + "\n");
            new Tree(hashes, size)
                    .consistency(known)
                    .forEach(hash -> body.append(hash.base64()).append('\n'));
            body.append('\n').append(note.whole());
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(address + "/add-checkpoint"))
                            .timeout(PATIENCE)
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return Note.parse(note.whole() + answer.body());
            }
            String said = answer.body().strip();
            if (answer.statusCode() != 409 || !said.matches("[0-9]{1,18}") || Long.parseLong(said) > size) {
                throw new IOException("answered " + answer.statusCode());
            }
            known = Long.parseLong(said);
        }
        throw new IOException("its size is never the one it says");
    }
}
