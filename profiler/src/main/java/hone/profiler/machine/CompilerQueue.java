package hone.profiler.machine;

import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.ReflectionException;

/**
 * What HotSpot's compilers are at work on and what waits for them, as its own diagnostic command tells. A kernel that waits
 * for the optimizing compiler runs at a very steady pace, vector kernels hundreds of times slower than afterwards, and the
 * time that a compilation takes is counted when it ends: so only the queue itself shows that the wait is not over.
 */
public final class CompilerQueue {
    private static final String BEAN = "com.sun.management:type=DiagnosticCommand";
    private static final String COMMAND = "compilerQueue";

    /**
     * The engine's methods, and those of Java's vectors, which an interpreted kernel calls and which come first; at any
     * tier, as a kernel gets to the optimizing compiler only after the quick one. The tier stands before the name.
     */
    private static final Pattern KERNELS = Pattern.compile(
            "\\s[1-4]\\s+(hone\\.engine\\.|jdk\\.incubator\\.vector\\.|jdk\\.internal\\.vm\\.vector\\.)");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    public CompilerQueue() {
        try {
            name = new ObjectName(BEAN);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a compiler is at work on what kernels run, or some of it waits for one; false where Java does not say. */
    public boolean holdsKernels() {
        return holdsKernels(text());
    }

    static boolean holdsKernels(String queue) {
        return KERNELS.matcher(queue).find();
    }

    /** As HotSpot prints it, in some 100 µs; empty where this Java has no such command. */
    String text() {
        try {
            return String.valueOf(server.invoke(name, COMMAND, null, null));
        } catch (InstanceNotFoundException | ReflectionException _) {
            return ""; // another virtual machine, which has no such commands, or not this one
        } catch (JMException e) {
            throw new IllegalStateException("Java did not say what it compiles", e);
        }
    }
}
