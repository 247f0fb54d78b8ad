package org.gongzhi.ledger.witness;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Tiles;

/// A log somewhere else, read over HTTP as tlog-tiles.
record Source(String url) {

    private static final int PATIENCE = 15_000;
    private static final int LONGEST = 32 * 1024 * 1024;

    Source {
        url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    Note checkpoint() throws IOException {
        return Note.parse(get("/checkpoint").orElseThrow(() -> new IOException("no checkpoint at " + url)));
    }

    String text(String path) throws IOException {
        return new String(
                get("/" + path).orElseThrow(() -> new IOException("nothing at " + url + "/" + path)),
                StandardCharsets.UTF_8);
    }

    /// The entries of bundle `n`, `width` of them.
    List<byte[]> bundle(long n, int width) throws IOException {
        var bytes = get("/" + Tiles.bundle(n, width));
        if (bytes.isEmpty() && width < Tiles.WIDTH) {
            bytes = get("/" + Tiles.bundle(n, Tiles.WIDTH));
        }
        var entries = Tiles.entries(
                bytes.orElseThrow(() -> new Flaw("the log does not serve what it signed: " + Tiles.bundle(n, width))));
        if (entries.size() < width) {
            throw new Flaw("bundle " + Tiles.bundle(n, width) + " is too short");
        }
        return entries.subList(0, width);
    }

    /// The hashes the log itself serves for a tile: to be compared with one's own.
    Optional<byte[]> tile(Tiles.Tile tile) throws IOException {
        var bytes = get("/" + tile.path());
        if (bytes.isEmpty() && tile.width() < Tiles.WIDTH) {
            bytes = get("/" + new Tiles.Tile(tile.level(), tile.n(), Tiles.WIDTH).path());
        }
        return bytes.map(all -> java.util.Arrays.copyOf(all, tile.width() * Hash.BYTES));
    }

    /// Empty when there is nothing at this path.
    Optional<byte[]> get(String path) throws IOException {
        var connection = open(url + path);
        try {
            int status = connection.getResponseCode();
            if (status == 404) {
                return Optional.empty();
            }
            if (status != 200) {
                throw new IOException(url + path + " answered " + status);
            }
            return Optional.of(read(connection.getInputStream()));
        } finally {
            connection.disconnect();
        }
    }

    /// Sends text; returns status and answer.
    Answer post(String path, String body) throws IOException {
        var connection = open(url + path);
        try {
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "text/plain; charset=utf-8");
            try (var out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            return new Answer(status, answer == null ? "" : new String(read(answer), StandardCharsets.UTF_8));
        } finally {
            connection.disconnect();
        }
    }

    record Answer(int status, String body) {}

    private static byte[] read(InputStream stream) throws IOException {
        try (stream) {
            byte[] bytes = stream.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("an answer is too long");
            }
            return bytes;
        }
    }

    private static HttpURLConnection open(String url) throws IOException {
        if (!(URI.create(url).toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new IOException("not an address of the web: " + url);
        }
        connection.setConnectTimeout(PATIENCE);
        connection.setReadTimeout(PATIENCE);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }
}
