package org.gongzhi.house;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// One source file as the rules of the house count it, read by the JDK's own compiler, which only parses here.
record Source(Path file, long lines, List<Method> methods, List<Components> records, List<Text> texts) {

    /// A method or a constructor (`<init>`). Lines go from the first annotation to the closing brace; `open` when
    /// everybody may call it: public, in a public type.
    record Method(String owner, String name, long lines, List<String> parameters, boolean open) {

        String title() {
            return owner + "#" + name;
        }
    }

    /// How many components a record has.
    record Components(String owner, int count) {}

    /// A piece of text as it is put together from literals by `+`, and the method it stands in. What is no literal is
    /// a [#HOLE], unless it is a constant of the sources.
    record Text(String where, String text) {}

    /// Stands for what is only known when the program runs.
    static final String HOLE = "{}";

    private static final List<Source> HOUSE = new ArrayList<>();

    /// Main code and tests, parsed once.
    static synchronized List<Source> house() {
        if (HOUSE.isEmpty()) {
            HOUSE.addAll(read(Folders.JAVA));
            HOUSE.addAll(read(Folders.TESTS).stream()
                    .filter(source -> !source.file.startsWith(Folders.TESTS.resolve("org/gongzhi/canary")))
                    .toList());
        }
        return List.copyOf(HOUSE);
    }

    static List<Source> main() {
        return house().stream()
                .filter(source -> source.file.startsWith(Folders.JAVA))
                .toList();
    }

    static List<Source> read(Path root) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> all = files.getJavaFileObjectsFromPaths(Folders.files(root, ".java"));
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, all);
            var positions = Trees.instance(task).getSourcePositions();
            var units = new ArrayList<CompilationUnitTree>();
            task.parse().forEach(units::add);
            var constants = new Constants();
            units.forEach(unit -> constants.scan(unit, null));
            return units.stream()
                    .map(unit -> new Reader(unit, positions, constants.known).read())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Final fields of text by `package.Type.NAME`.
    private static final class Constants extends TreeScanner<Void, Void> {

        private final Map<String, ExpressionTree> known = new TreeMap<>();
        private final Deque<String> types = new ArrayDeque<>();
        private String home = "";

        @Override
        public Void visitCompilationUnit(CompilationUnitTree unit, Void nothing) {
            home = unit.getPackageName() + ".";
            return super.visitCompilationUnit(unit, nothing);
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            types.push(type.getSimpleName().toString());
            super.visitClass(type, nothing);
            types.pop();
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            if (field.getModifiers().getFlags().contains(Modifier.FINAL)
                    && field.getInitializer() != null
                    && "String".equals(String.valueOf(field.getType()))
                    && !types.isEmpty()) {
                known.put(home + types.peek() + "." + field.getName(), field.getInitializer());
            }
            return super.visitVariable(field, nothing);
        }
    }

    private static final class Reader extends TreeScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Map<String, ExpressionTree> constants;
        private final Deque<ClassTree> types = new ArrayDeque<>();
        private final Deque<String> methodNames = new ArrayDeque<>();
        private final List<Method> methods = new ArrayList<>();
        private final List<Components> records = new ArrayList<>();
        private final List<Text> texts = new ArrayList<>();

        Reader(CompilationUnitTree unit, SourcePositions positions, Map<String, ExpressionTree> constants) {
            this.unit = unit;
            this.positions = positions;
            this.constants = constants;
        }

        Source read() {
            scan(unit, null);
            Path file = Path.of(unit.getSourceFile().getName());
            return new Source(file, Folders.text(file).lines().count(), methods, records, texts);
        }

        private String owner() {
            String home = unit.getPackageName().toString().replaceFirst("^org\\.gongzhi\\.?", "");
            var named = types.reversed().stream()
                    .map(type -> type.getSimpleName().toString())
                    .filter(name -> !name.isEmpty());
            return String.join(
                    ".",
                    Stream.concat(Stream.of(home).filter(text -> !text.isEmpty()), named)
                            .toList());
        }

        private String here() {
            return methodNames.isEmpty() ? owner() : owner() + "#" + methodNames.peek();
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            types.push(type);
            if (type.getKind() == Tree.Kind.RECORD) {
                records.add(new Components(owner(), (int) type.getMembers().stream()
                        .filter(member -> member instanceof VariableTree field
                                && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                        .count()));
            }
            super.visitClass(type, nothing);
            types.pop();
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            long end = positions.getEndPosition(unit, method);
            if (end >= 0) { // the compiler's own constructors have no place
                var lines = unit.getLineMap();
                long start = lines.getLineNumber(positions.getStartPosition(unit, method));
                methods.add(new Method(
                        owner(),
                        method.getName().toString(),
                        lines.getLineNumber(end) - start + 1,
                        method.getParameters().stream()
                                .map(parameter -> String.valueOf(parameter.getType()))
                                .toList(),
                        isPublic(method.getModifiers().getFlags())
                                && types.stream()
                                        .allMatch(type ->
                                                isPublic(type.getModifiers().getFlags()))));
            }
            methodNames.push(method.getName().toString());
            super.visitMethod(method, nothing);
            methodNames.pop();
            return null;
        }

        private static boolean isPublic(java.util.Set<Modifier> flags) {
            return flags.contains(Modifier.PUBLIC);
        }

        @Override
        public Void visitBinary(BinaryTree sum, Void nothing) {
            if (sum.getKind() != Tree.Kind.PLUS) {
                return super.visitBinary(sum, nothing);
            }
            String text = text(sum, 0);
            if (!text.replace(HOLE, "").isEmpty()) {
                texts.add(new Text(here(), text));
                parts(sum).filter(part -> !(part instanceof LiteralTree)).forEach(part -> scan(part, nothing));
                return null;
            }
            return super.visitBinary(sum, nothing);
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
            if (literal.getValue() instanceof String text) {
                texts.add(new Text(here(), text));
            }
            return null;
        }

        private static Stream<ExpressionTree> parts(ExpressionTree sum) {
            return sum instanceof BinaryTree binary && sum.getKind() == Tree.Kind.PLUS
                    ? Stream.concat(parts(binary.getLeftOperand()), parts(binary.getRightOperand()))
                    : Stream.of(sum);
        }

        private String text(ExpressionTree expression, int depth) {
            if (depth > 5) {
                return HOLE;
            }
            return switch (expression) {
                case LiteralTree literal -> literal.getValue() instanceof String text ? text : HOLE;
                case ParenthesizedTree inside -> text(inside.getExpression(), depth);
                case BinaryTree sum
                when sum.getKind() == Tree.Kind.PLUS ->
                    text(sum.getLeftOperand(), depth) + text(sum.getRightOperand(), depth);
                case IdentifierTree name -> constant(name.getName().toString(), depth);
                case MemberSelectTree name -> constant(name.toString(), depth);
                default -> HOLE;
            };
        }

        private String constant(String name, int depth) {
            var owners = types.stream().map(type -> type.getSimpleName() + "." + name);
            return Stream.concat(Stream.of(name), owners)
                    .map(each -> constants.get(unit.getPackageName() + "." + each))
                    .filter(java.util.Objects::nonNull)
                    .findFirst()
                    .map(value -> text(value, depth + 1))
                    .orElse(HOLE);
        }
    }
}
