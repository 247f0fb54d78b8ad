// Reads a running ledger with golang.org/x/mod/sumdb, which is not ours: the signed note, every tile it needs, inclusion of
// the lines it is told to, and consistency with an earlier size. Debian: golang-go, golang-golang-x-mod-dev.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run src/test/peers/ledger.go http://localhost:8080/ledger/441900106
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var base = strings.TrimSuffix(os.Args[1], "/")

func get(path string) []byte {
	answer, err := http.Get(base + path)
	check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	check(err)
	if answer.StatusCode != 200 {
		panic(fmt.Sprint(path, " answered ", answer.StatusCode))
	}
	return body
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// number writes 1234067 as x001/x234/067.
func number(n int64) string {
	text := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		text = fmt.Sprintf("x%03d/%s", n%1000, text)
	}
	return text
}

type tiles struct{ read int }

func (*tiles) Height() int { return 8 }

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := fmt.Sprintf("/tile/%d/%s", tile.L, number(tile.N))
		if tile.W != 256 {
			path += fmt.Sprintf(".p/%d", tile.W)
		}
		all = append(all, get(path))
		t.read++
	}
	return all, nil
}

func (*tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	var vkey string
	for _, line := range strings.Split(string(get("/policy")), "\n") {
		if strings.HasPrefix(line, "log ") {
			vkey = strings.TrimPrefix(line, "log ")
		}
	}
	verifier, err := note.NewVerifier(vkey)
	check(err)
	opened, err := note.Open(get("/checkpoint"), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	var size int64
	fmt.Sscan(lines[1], &size)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	fmt.Println("note accepted:", lines[0], size, "signatures unknown to x/mod and passed over:", len(opened.UnverifiedSigs))
	tree := tlog.Tree{N: size, Hash: root}
	reader := &tiles{}
	hashes := tlog.TileHashReader(tree, reader)
	for i := 0; i < 100; i++ {
		at := rand.Int63n(size)
		width := size - at/256*256
		path := "/tile/entries/" + number(at/256)
		if width < 256 {
			path += fmt.Sprintf(".p/%d", width)
		}
		bundle := get(path)
		for skip := at % 256; skip > 0; skip-- {
			bundle = bundle[2+binary.BigEndian.Uint16(bundle):]
		}
		leaf := tlog.RecordHash(bundle[2 : 2+binary.BigEndian.Uint16(bundle)])
		proof, err := tlog.ProveRecord(size, at, hashes)
		check(err)
		check(tlog.CheckRecord(proof, size, root, at, leaf))
	}
	fmt.Println("100 inclusion proofs accepted")
	for i := 0; i < 20; i++ {
		then := 1 + rand.Int63n(size)
		old, err := tlog.TreeHash(then, hashes)
		check(err)
		proof, err := tlog.ProveTree(size, then, hashes)
		check(err)
		check(tlog.CheckTree(proof, size, root, then, old))
	}
	fmt.Println("20 consistency proofs accepted;", reader.read, "tiles read and authenticated")
}
