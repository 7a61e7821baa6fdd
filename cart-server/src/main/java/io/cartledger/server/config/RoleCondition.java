package io.cartledger.server.config;

import io.cartledger.server.config.CartProperties.Role;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Asks {@code cart.roles}, before there are any beans. */
final class RoleCondition implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Role role = metadata.getAnnotations().get(ConditionalOnRole.class).getEnum("value", Role.class);
        Set<Role> roles = Binder.get(context.getEnvironment())
                .bind("cart.roles", Bindable.setOf(Role.class))
                .orElse(EnumSet.allOf(Role.class));
        return roles.contains(role);
    }
}
