package atrium.files.protocol.tcp;

import atrium.files.quota.Admission;
import atrium.files.quota.FileProperties;
import atrium.files.upload.UploadService;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.tcp.TcpStateMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the port for files over a bare TCP connection. */
@Configuration(proxyBeanMethods = false)
class TcpTransferConfiguration {

    @Bean
    Live<TcpTransferProperties> tcpTransferProperties(LiveConfiguration configuration) {
        return configuration.of(TcpTransferProperties.class);
    }

    @Bean
    TransferServer transferServer(
            Live<TcpTransferProperties> tcp,
            Live<FileProperties> limits,
            UploadService uploads,
            Admission admission,
            TcpStateMeters states,
            MeterRegistry meters) {
        TcpTransferProperties start = tcp.get();
        return new TransferServer(
                new InetSocketAddress(start.address(), start.port()),
                new RoomDestination(uploads, admission, () -> tcp.get().room()),
                () -> tcp.get().terms(limits.get()),
                states,
                meters);
    }
}
