package org.gongzhi.kernel;

/// Why the program does not start or a command is not done, in plain sentences of both languages with the next step:
/// for whoever sits at the terminal, whose language nobody knows there.
public final class Told extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Told(String chinese, String english) {
        super(chinese + "\n" + english);
    }
}
