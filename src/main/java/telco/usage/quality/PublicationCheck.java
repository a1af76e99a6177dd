package telco.usage.quality;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.BeforePublication;

/** Judges what is only known when PUBLISH has compared the stage with the warehouse: duplicates and conflicts. */
@Singleton
final class PublicationCheck {

    private final RuleCheck rules;

    PublicationCheck(RuleCheck rules) {
        this.rules = rules;
    }

    void perform(@Observes BeforePublication publication) {
        try {
            rules.perform(publication.connection(), publication.attempt(), Rule.When.PUBLICATION);
        } catch (SQLException e) {
            // An observer's checked exception would arrive in PUBLISH as another one.
            throw new DatabaseException(e);
        }
        QualityGate.require(publication.attempt());
    }
}
