package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFilesTest {

    private record User(String getName) implements UserPrincipal {}

    /** The access control list of a file on Windows. */
    private static final class AccessList implements AclFileAttributeView {

        private List<AclEntry> entries;

        AccessList(AclEntry... entries) {
            this.entries = List.of(entries);
        }

        @Override
        public String name() {
            return "acl";
        }

        @Override
        public List<AclEntry> getAcl() {
            return entries;
        }

        @Override
        public void setAcl(List<AclEntry> newEntries) {
            entries = newEntries;
        }

        @Override
        public UserPrincipal getOwner() {
            return new User("admin");
        }

        @Override
        public void setOwner(UserPrincipal owner) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void replacedFileKeepsItsAccessControlList() throws Exception {
        AclEntry application = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(new User("app"))
                .setPermissions(AclEntryPermission.READ_DATA)
                .build();
        AccessList replacement = new AccessList();
        KeyFiles.copyAcl(new AccessList(application), replacement);
        assertThat(replacement.getAcl()).containsExactly(application);
    }
}
