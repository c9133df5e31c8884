package org.hotline12345.ops.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/**
 * PostgreSQL, Asterisk, backend and telephones, each a container, on a bridge of this machine that nothing leaves: packets
 * to the outside are given no address to come back to. Only the web server is published, on 127.0.0.1.
 */
final class ContainedHotline implements AutoCloseable {
    static final String SEAT = "1001";
    private static final int HTTP_PORT = 8345;
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final String run = "hotline-" + UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, String> secrets =
            Map.of("database-owner", random(), "ami-secret", random(), "seats", SEAT + ":" + random());

    private GenericContainer<?> postgresql;
    private GenericContainer<?> asterisk;
    private GenericContainer<?> backend;
    private GenericContainer<?> telephones;

    private ContainedHotline() {}

    /** Starts them and waits until each says that it is well. */
    static ContainedHotline open(Images images, Path ops) {
        var hotline = new ContainedHotline();
        try {
            hotline.start(images, ops);
            return hotline;
        } catch (RuntimeException e) {
            hotline.close();
            throw e;
        }
    }

    private void start(Images images, Path ops) {
        for (var volume : List.of("prompts", "recordings")) {
            open.push(() -> DockerClientFactory.lazyClient()
                    .removeVolumeCmd(run + "-" + volume)
                    .exec());
        }
        var network = Network.builder()
                .createNetworkCmdModifier(command ->
                        command.withOptions(Map.of("com.docker.network.bridge.enable_ip_masquerade", "false")))
                .build();
        open.push(network);
        var subnet = DockerClientFactory.lazyClient()
                .inspectNetworkCmd()
                .withNetworkId(network.getId())
                .exec()
                .getIpam()
                .getConfig()
                .getFirst()
                .getSubnet();

        postgresql = started(new GenericContainer<>(images.image("postgresql"))
                .withNetwork(network)
                .withNetworkAliases("postgresql")
                .withCopyToContainer(secret("database-owner"), "/run/secrets/database-owner")
                .withCopyFileToContainer(
                        MountableFile.forHostPath(ops.resolve("docker/postgresql/10-owner.sh")),
                        "/docker-entrypoint-initdb.d/10-owner.sh")
                .withEnv("POSTGRES_PASSWORD_FILE", "/run/secrets/database-owner")
                .withEnv(
                        "POSTGRES_INITDB_ARGS",
                        "--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C.UTF-8"
                                + " --text-search-config=simple")
                .waitingFor(Wait.forSuccessfulCommand("pg_isready -q -h 127.0.0.1 -U hotline_owner -d hotline")));
        asterisk = started(new GenericContainer<>(images.image("asterisk"))
                .withNetwork(network)
                .withNetworkAliases("asterisk")
                .withCopyToContainer(secret("ami-secret"), "/run/secrets/ami-secret")
                .withCopyToContainer(secret("seats"), "/run/secrets/seats")
                .withEnv("AMI_BIND", "0.0.0.0")
                .withEnv("AMI_PERMIT", subnet)
                .withEnv("TRUNK_MATCH", subnet)
                .withEnv("CARRIER_ADDRESS", "telephones:5080")
                .withCreateContainerCmdModifier(sharedVolumes())
                .waitingFor(Wait.forHealthcheck()));
        backend = started(new GenericContainer<>(images.image("backend"))
                .withNetwork(network)
                .withNetworkAliases("backend")
                .withCopyToContainer(secret("database-owner"), "/run/secrets/database-owner")
                .withCopyToContainer(secret("ami-secret"), "/run/secrets/ami-secret")
                .withCommand(
                        "run",
                        "--config=/etc/hotline/hotline.yaml",
                        "--set=telephony.ami.host=asterisk",
                        "--set=telephony.agi.bind=0.0.0.0",
                        "--set=telephony.agi.peers=" + address(asterisk))
                .withExposedPorts(HTTP_PORT)
                .withCreateContainerCmdModifier(sharedVolumes()
                        .andThen(command -> command.getHostConfig()
                                .withPortBindings(
                                        new PortBinding(Binding.bindIp("127.0.0.1"), ExposedPort.tcp(HTTP_PORT)))))
                .waitingFor(Wait.forHealthcheck()));
        telephones = started(
                new GenericContainer<>(images.telephones()).withNetwork(network).withNetworkAliases("telephones"));
    }

    /** Where its web server is published. */
    String webAddress() {
        return "http://127.0.0.1:" + backend.getMappedPort(HTTP_PORT);
    }

    String seatPassword() {
        return secrets.get("seats").substring(SEAT.length() + 1);
    }

    String oneTimePassword(String login) {
        return well(backend, "cat", "/var/lib/hotline/first-logins")
                .lines()
                .map(line -> line.split("\t", 2))
                .filter(line -> line[0].equals(login))
                .findFirst()
                .orElseThrow()[1];
    }

    /** What one statement finds, columns separated by |. */
    String sql(String statement) {
        return well(postgresql, "psql", "-X", "-A", "-t", "-U", "postgres", "-d", "hotline", "-c", statement)
                .strip();
    }

    /** What a command in the backend's container prints, run with the backend's rights. */
    String asBackend(String... command) {
        return well(backend, as("hotline", command));
    }

    /** The same in Asterisk's. */
    String asAsterisk(String... command) {
        return well(asterisk, as("asterisk", command));
    }

    /**
     * Runs SIPp until its calls are over.
     *
     * @param injection the scenario's line for the one call; a scenario that needs none takes any
     * @return its exit code; 0 when each call went as the scenario says
     */
    ExecResult sipp(String scenario, int port, String injection, String... more) {
        var command = """
                set -eu
                scenario=$1 port=$2 address=$(hostname -i)
                printf 'SEQUENTIAL\\n%s\\n' "$3" > "$scenario.csv"
                shift 3
                exec timeout 90 sipp asterisk:5060 -sf "$scenario.xml" -inf "$scenario.csv" -i "$address" -mi "$address" \\
                  -p "$port" -m 1 -nostdin -timeout 60s -timeout_error "$@" 2>&1
                """;
        var words = new java.util.ArrayList<>(
                List.of("bash", "-c", command, "sipp", scenario, Integer.toString(port), injection));
        words.addAll(List.of(more));
        return exec(telephones, words.toArray(String[]::new));
    }

    /** What the containers printed, for a failure's message. */
    String logs() {
        var text = new StringBuilder();
        for (var container : new GenericContainer<?>[] {postgresql, asterisk, backend}) {
            if (container != null && container.getContainerId() != null) {
                text.append("--- ")
                        .append(container.getNetworkAliases().getLast())
                        .append('\n');
                text.append(container.getLogs());
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("left behind on the Docker engine: " + e.getMessage());
            }
        }
    }

    private GenericContainer<?> started(GenericContainer<?> container) {
        open.push(container);
        container.withStartupTimeout(START_LIMIT);
        try {
            container.start();
        } catch (RuntimeException e) {
            throw new IllegalStateException("not started: " + e.getMessage() + "\n" + logs(), e);
        }
        return container;
    }

    private Transferable secret(String name) {
        return Transferable.of((secrets.get(name) + "\n").getBytes(StandardCharsets.UTF_8), 0_400);
    }

    private Consumer<CreateContainerCmd> sharedVolumes() {
        return command -> command.getHostConfig()
                .withBinds(
                        new Bind(run + "-prompts", new Volume("/srv/hotline/prompts")),
                        new Bind(run + "-recordings", new Volume("/srv/hotline/recordings")));
    }

    private static String address(GenericContainer<?> container) {
        return container
                .getContainerInfo()
                .getNetworkSettings()
                .getNetworks()
                .values()
                .iterator()
                .next()
                .getIpAddress();
    }

    private static String[] as(String user, String... command) {
        var words = new java.util.ArrayList<>(
                List.of("setpriv", "--reuid=" + user, "--regid=hotline", "--clear-groups", "--"));
        words.addAll(List.of(command));
        return words.toArray(String[]::new);
    }

    private static String well(GenericContainer<?> container, String... command) {
        var result = exec(container, command);
        if (result.getExitCode() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + result.getExitCode() + ": "
                    + result.getStdout() + result.getStderr());
        }
        return result.getStdout();
    }

    private static ExecResult exec(GenericContainer<?> container, String... command) {
        try {
            return container.execInContainer(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String random() {
        return UUID.randomUUID().toString();
    }
}
