package telco.usage.settings;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.regex.Pattern;

/**
 * A setting with nothing behind its equals sign has its default: {@code SMTP_SERVER=} is how compose files and
 * templates say "none", and must not keep the service from starting.
 */
// Closer to the sources than what resolves ${NAME:default}, which so finds no value and takes the default.
@Priority(Priorities.LIBRARY)
public final class BlankIsUnset implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final Pattern SETTING = Pattern.compile("[A-Z][A-Z0-9_]*");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value == null || !SETTING.matcher(name).matches()) {
            return value;
        }
        return value.getValue() == null || isBlank(value.getValue()) ? null : value;
    }

    /** In a .env file a tab may be written as \\t, and is what the delimiter of columns is set to then. */
    private static boolean isBlank(String value) {
        return value.isBlank() && !value.equals("\t");
    }
}
