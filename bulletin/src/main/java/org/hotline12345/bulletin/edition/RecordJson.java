package org.hotline12345.bulletin.edition;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON and back, so that equal records come back: decimals keep their digits, maps their order. A record of a sealed
 * interface names its kind in {@code kind}. What a program of another version wrote is refused when a part is missing.
 */
final class RecordJson {
    private static final String KIND = "kind";

    private RecordJson() {}

    static String write(Object value, Class<?> declared) {
        return String.valueOf(encode(value, declared));
    }

    static <T> T read(String text, Class<T> type) {
        return type.cast(decode(new JsonObject(text), type));
    }

    private static Object encode(Object value, Type declared) {
        return switch (value) {
            case String text -> text;
            case Boolean flag -> flag;
            case Integer number -> number;
            case Long number -> number;
            case BigDecimal number -> number.toString();
            case Enum<?> constant -> constant.name();
            case Instant at -> at.toString();
            case LocalDate day -> day.toString();
            case YearMonth month -> month.toString();
            case ZoneId zone -> zone.getId();
            case UUID id -> id.toString();
            case List<?> list -> {
                var array = new JsonArray();
                list.forEach(element -> array.add(encode(element, argument(declared, 0))));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = new JsonObject();
                map.forEach((key, element) -> object.put((String) key, encode(element, argument(declared, 1))));
                yield object;
            }
            case Record record -> {
                var object = new JsonObject();
                if (raw(declared).isInterface()) {
                    object.put(KIND, record.getClass().getSimpleName());
                }
                for (var component : record.getClass().getRecordComponents()) {
                    var part = part(record, component);
                    if (part instanceof Optional<?> optional) {
                        optional.ifPresent(inner -> object.put(
                                component.getName(), encode(inner, argument(component.getGenericType(), 0))));
                    } else {
                        object.put(component.getName(), encode(part, component.getGenericType()));
                    }
                }
                yield object;
            }
            default -> throw new IllegalStateException("no JSON is known for " + value.getClass());
        };
    }

    private static Object decode(Object json, Type declared) {
        var type = raw(declared);
        if (type == String.class) {
            return (String) json;
        } else if (type == boolean.class || type == Boolean.class) {
            return (Boolean) json;
        } else if (type == int.class || type == Integer.class) {
            return ((Number) json).intValue();
        } else if (type == long.class || type == Long.class) {
            return ((Number) json).longValue();
        } else if (type == BigDecimal.class) {
            return new BigDecimal((String) json);
        } else if (type == Instant.class) {
            return Instant.parse((String) json);
        } else if (type == LocalDate.class) {
            return LocalDate.parse((String) json);
        } else if (type == YearMonth.class) {
            return YearMonth.parse((String) json);
        } else if (type == ZoneId.class) {
            return ZoneId.of((String) json);
        } else if (type == UUID.class) {
            return UUID.fromString((String) json);
        } else if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(json))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(type + " has no " + json));
        } else if (List.class.isAssignableFrom(type)) {
            var list = new ArrayList<Object>();
            ((JsonArray) json).forEach(element -> list.add(decode(element, argument(declared, 0))));
            return list;
        } else if (Map.class.isAssignableFrom(type)) {
            var map = new LinkedHashMap<String, Object>();
            ((JsonObject) json)
                    .forEach(entry -> map.put(entry.getKey(), decode(entry.getValue(), argument(declared, 1))));
            return map;
        }
        return record((JsonObject) json, type.isInterface() ? permitted(type, (JsonObject) json) : type);
    }

    private static Object record(JsonObject json, Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalStateException("no JSON is known for " + type);
        }
        var components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        var parts = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            var component = components[i];
            types[i] = component.getType();
            var value = json.getValue(component.getName());
            if (component.getType() == Optional.class) {
                parts[i] =
                        Optional.ofNullable(value).map(inner -> decode(inner, argument(component.getGenericType(), 0)));
            } else if (value == null) {
                throw new IllegalStateException(
                        "what was kept lacks \"" + component.getName() + "\" of " + type.getSimpleName());
            } else {
                parts[i] = decode(value, component.getGenericType());
            }
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(parts);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("what was kept is no " + type.getSimpleName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> permitted(Class<?> type, JsonObject json) {
        var kinds = type.getPermittedSubclasses();
        return Arrays.stream(kinds == null ? new Class<?>[0] : kinds)
                .filter(kind -> kind.getSimpleName().equals(json.getString(KIND)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " has no kind " + json.getString(KIND)));
    }

    private static Object part(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            @Nullable Object part = accessor.invoke(record);
            if (part == null) {
                throw new IllegalStateException(component + " of " + record + " is null");
            }
            return part;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> raw(generic.getRawType());
            default -> throw new IllegalStateException("no JSON is known for " + type);
        };
    }

    private static Type argument(Type type, int place) {
        if (type instanceof ParameterizedType generic) {
            return generic.getActualTypeArguments()[place];
        }
        throw new IllegalStateException("it is not known what " + type + " holds");
    }
}
