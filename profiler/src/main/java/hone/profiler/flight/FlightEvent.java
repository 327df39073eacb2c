package hone.profiler.flight;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmc.common.IMCMethod;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.IMCType;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.item.IType;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IUnit;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;

/** One event, its values by the names they have in the recording. */
public record FlightEvent(IType<IItem> type, IItem item) {
    /** Since 1970; 0 where it has no time. */
    public long startNanos() {
        return nanos(JfrAttributes.START_TIME.getAccessor(type), UnitLookup.EPOCH_NS);
    }

    /** 0 for what is a point in time. */
    public long durationNanos() {
        return nanos(JfrAttributes.DURATION.getAccessor(type), UnitLookup.NANOSECOND);
    }

    private long nanos(@Nullable IMemberAccessor<IQuantity, IItem> accessor, IUnit unit) {
        IQuantity value = accessor == null ? null : accessor.getMember(item);
        return value == null ? 0 : value.clampedLongValueIn(unit);
    }

    /** Name of its thread; empty where it has none. */
    public String thread() {
        IMemberAccessor<IMCThread, IItem> accessor = JfrAttributes.EVENT_THREAD.getAccessor(type);
        IMCThread thread = accessor == null ? null : accessor.getMember(item);
        String name = thread == null ? null : thread.getThreadName();
        return name == null ? "" : name;
    }

    /** As text; empty where it has no such value. */
    public String text(String name) {
        return value(name)
                .map(value -> switch (value) {
                    case IMCMethod method -> method(method);
                    case IMCType named -> String.valueOf(named.getFullName());
                    default -> value.toString();
                })
                .orElse("");
    }

    /** "package.Class.method". */
    public static String method(IMCMethod method) {
        IMCType type = method.getType();
        return (type == null ? "" : type.getFullName() + ".") + method.getMethodName();
    }

    /** As a number in its own unit; 0 where it has no such value. */
    public double number(String name) {
        return value(name)
                .map(value -> switch (value) {
                    case IQuantity quantity -> quantity.doubleValue();
                    case Number number -> number.doubleValue();
                    default -> 0.0;
                })
                .orElse(0.0);
    }

    /** As nanoseconds; 0 where it has no such value. */
    public double nanos(String name) {
        return value(name)
                .map(value -> value instanceof IQuantity quantity ? quantity.doubleValueIn(UnitLookup.NANOSECOND) : 0.0)
                .orElse(0.0);
    }

    private Optional<Object> value(String name) {
        for (Map.Entry<IAccessorKey<?>, ?> entry : type.getAccessorKeys().entrySet()) {
            if (entry.getKey().getIdentifier().equals(name)) {
                IMemberAccessor<?, IItem> accessor = type.getAccessor(entry.getKey());
                return accessor == null ? Optional.empty() : Optional.ofNullable(accessor.getMember(item));
            }
        }
        return Optional.empty();
    }
}
