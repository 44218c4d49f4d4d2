// Sockets: IPv4, IPv6 and local ones, messages with descriptors, options.

#include "common.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>

enum { kMuch = 3000000 };
static char much[kMuch];

static void* sendMuch(void* argument)
{
    static long sent;
    sent = send(*(int*)argument, much, kMuch, 0);
    return &sent;
}

static int listenOn(int family, struct sockaddr* address, socklen_t bytes)
{
    const int server = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    NEED(server >= 0 && setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0);
    NEED(bind(server, address, bytes) == 0 && listen(server, 5) == 0);
    NEED(getsockname(server, address, &bytes) == 0);
    return server;
}

static void streams(int family, struct sockaddr* address, socklen_t bytes)
{
    char text[64] = "";
    const int server = listenOn(family, address, bytes);
    TELL(fcntl(server, F_GETFD));
    int client = -1;
    TELL_SUCCESS(client = socket(family, SOCK_STREAM, 0));
    TELL(send(client, "x", 1, MSG_NOSIGNAL));
    TELL(connect(client, address, bytes));
    TELL(connect(client, address, bytes));
    struct sockaddr_storage peer;
    socklen_t peerBytes = sizeof peer;
    int other = -1;
    TELL_SUCCESS(other = accept4(server, (struct sockaddr*)&peer, &peerBytes, SOCK_NONBLOCK));
    TELL(peerBytes);
    TELL(peer.ss_family == family);
    TELL((fcntl(other, F_GETFL) & O_NONBLOCK) != 0);
    TELL(recv(other, text, sizeof text, 0));
    TELL(send(client, "hello", 5, 0));
    TELL(recv(other, text, 3, MSG_PEEK));
    TELL(recv(other, text, sizeof text, MSG_TRUNC | MSG_PEEK) > 0);
    TELL(recv(other, text, sizeof text, 0));
    TELL_TEXT(text);
    TELL(write(other, "answer", 6));
    memset(text, 0, sizeof text);
    TELL(read(client, text, sizeof text));
    TELL_TEXT(text);
    // More than the buffers hold: the one thread waits for the other.
    fcntl(other, F_SETFL, 0);
    pthread_t thread;
    NEED(pthread_create(&thread, NULL, sendMuch, &client) == 0);
    static char received[kMuch];
    TELL(recv(other, received, kMuch, MSG_WAITALL));
    void* sent = NULL;
    pthread_join(thread, &sent);
    TELL(*(long*)sent);
    TELL(shutdown(client, SHUT_WR));
    TELL(recv(other, text, sizeof text, 0));
    TELL(send(client, "x", 1, MSG_NOSIGNAL));
    TELL(shutdown(client, 77));
    close(client);
    close(other);
    TELL(getpeername(server, (struct sockaddr*)&peer, &peerBytes));
    close(server);
    client = socket(family, SOCK_STREAM, 0);
    TELL(connect(client, address, bytes));
    TELL(connect(client, address, 1));
    TELL(connect(client, NOWHERE, bytes));
    close(client);
}

static void internet(void)
{
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    streams(AF_INET, (struct sockaddr*)&four, sizeof four);
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    streams(AF_INET6, (struct sockaddr*)&six, sizeof six);
    QEMU_IS_WRONG("it has its own errors", TELL(socket(AF_INET, 99, 0)));
    TELL(socket(9999, SOCK_STREAM, 0));
    TELL(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP));
    // Without waiting.
    four.sin_port = 0;
    const int server = listenOn(AF_INET, (struct sockaddr*)&four, sizeof four);
    const int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const int result = connect(client, (struct sockaddr*)&four, sizeof four);
    TELL(result == 0 || errno == EINPROGRESS);
    struct pollfd polled = {.fd = client, .events = POLLOUT};
    TELL(poll(&polled, 1, 10000));
    TELL(polled.revents);
    int error = -1;
    socklen_t bytes = sizeof error;
    TELL(getsockopt(client, SOL_SOCKET, SO_ERROR, &error, &bytes));
    TELL(error);
    fcntl(server, F_SETFL, O_NONBLOCK);
    TELL_SUCCESS(accept(server, NULL, NULL));
    TELL(accept(server, NULL, NULL));
    close(client);
    close(server);
}

static void datagrams(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int one = socket(AF_INET, SOCK_DGRAM, 0);
    const int other = socket(AF_INET, SOCK_DGRAM, 0);
    socklen_t bytes = sizeof address;
    TELL(bind(one, (struct sockaddr*)&address, sizeof address));
    TELL(getsockname(one, (struct sockaddr*)&address, &bytes));
    TELL(bytes);
    TELL(sendto(other, "datagram", 8, 0, (struct sockaddr*)&address, sizeof address));
    TELL(sendto(other, NULL, 0, 0, (struct sockaddr*)&address, sizeof address));
    char text[64] = "";
    struct sockaddr_in from;
    bytes = sizeof from;
    TELL(recvfrom(one, text, 4, 0, (struct sockaddr*)&from, &bytes));
    TELL_TEXT(text);
    TELL(ntohl(from.sin_addr.s_addr) == INADDR_LOOPBACK);
    TELL(recv(one, text, sizeof text, 0));
    TELL(recv(one, text, sizeof text, MSG_DONTWAIT));
    TELL(send(other, "x", 1, 0));
    TELL(sendto(other, "x", 1, 0, (struct sockaddr*)&address, 3));
    TELL(connect(other, (struct sockaddr*)&address, sizeof address));
    TELL(send(other, "y", 1, 0));
    TELL(recv(one, NOWHERE, 10, 0));
    // Several at once.
    struct iovec vectors[3] = {{"a", 1}, {"bb", 2}, {"ccc", 3}};
    struct mmsghdr messages[3];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < 3; ++i) {
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    TELL(sendmmsg(other, messages, 3, 0));
    TELL(messages[2].msg_len);
    char room[3][8];
    for (int i = 0; i < 3; ++i) {
        vectors[i].iov_base = room[i];
        vectors[i].iov_len = sizeof room[i];
        messages[i].msg_len = 0;
    }
    QEMU_IS_WRONG("it reads one less", TELL(recvmmsg(one, messages, 3, MSG_WAITFORONE, NULL)));
    QEMU_IS_WRONG("see above", TELL(messages[0].msg_len));
    QEMU_IS_WRONG("see above", TELL(messages[2].msg_len));
    QEMU_IS_WRONG("see above", TELL(recvmmsg(one, messages, 3, MSG_DONTWAIT, NULL)));
    // A time limit.
    struct timeval limit = {.tv_usec = 20000};
    TELL(setsockopt(one, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit));
    struct timeval told = {0};
    bytes = sizeof told;
    TELL(getsockopt(one, SOL_SOCKET, SO_RCVTIMEO, &told, &bytes));
    TELL(told.tv_usec);
    TELL(bytes == sizeof told);
    TELL(recv(one, text, sizeof text, 0));
    close(one);
    close(other);
}

static int sendDescriptor(int socket, int descriptor, struct ucred* credentials)
{
    char control[CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))] = {0};
    struct iovec vector = {"x", 1};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control};
    message.msg_controllen =
        CMSG_SPACE(sizeof(int)) + (credentials ? CMSG_SPACE(sizeof *credentials) : 0);
    struct cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_len = CMSG_LEN(sizeof(int));
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    if (credentials) {
        header = CMSG_NXTHDR(&message, header);
        header->cmsg_len = CMSG_LEN(sizeof *credentials);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_CREDENTIALS;
        memcpy(CMSG_DATA(header), credentials, sizeof *credentials);
    }
    return sendmsg(socket, &message, 0);
}

static void local(void)
{
    int pair[2];
    int ends[2];
    NEED(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) == 0 && pipe(ends) == 0);
    int on = 1;
    TELL(setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on));
    struct ucred self = {.pid = getpid(), .uid = getuid(), .gid = getgid()};
    TELL(sendDescriptor(pair[0], ends[1], &self));
    char byte = 0;
    char control[256];
    struct iovec vector = {&byte, 1};
    struct msghdr message = {.msg_iov = &vector,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof control};
    TELL(recvmsg(pair[1], &message, MSG_CMSG_CLOEXEC));
    TELL(message.msg_flags);
    for (struct cmsghdr* header = CMSG_FIRSTHDR(&message); header != NULL;
         header = CMSG_NXTHDR(&message, header)) {
        printf("control message: level %d type %d data %d\n", header->cmsg_level, header->cmsg_type,
               (int)(header->cmsg_len - CMSG_LEN(0)));
        if (header->cmsg_type == SCM_RIGHTS) {
            int passed = -1;
            memcpy(&passed, CMSG_DATA(header), sizeof passed);
            TELL(fcntl(passed, F_GETFD));
            TELL(write(passed, "through", 7));
            close(passed);
        } else {
            struct ucred from;
            memcpy(&from, CMSG_DATA(header), sizeof from);
            TELL(from.pid == getpid() && from.uid == getuid());
        }
    }
    char text[16] = "";
    TELL(read(ends[0], text, sizeof text));
    TELL_TEXT(text);
    on = 0;
    setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    // No room for it.
    TELL(sendDescriptor(pair[0], ends[1], NULL));
    message.msg_control = NULL;
    message.msg_controllen = 0;
    TELL(recvmsg(pair[1], &message, 0));
    TELL((message.msg_flags & MSG_CTRUNC) != 0);
    TELL(sendDescriptor(pair[0], 999, NULL));
    message.msg_iov = NOWHERE;
    TELL(recvmsg(pair[1], &message, MSG_DONTWAIT));
    TELL(sendmsg(pair[0], NOWHERE, 0));
    // Records keep their borders.
    TELL(send(pair[0], "first", 5, 0));
    TELL(send(pair[0], "second", 6, MSG_EOR));
    TELL(recv(pair[1], text, 2, 0));
    TELL(recv(pair[1], text, sizeof text, 0));
    socklen_t bytes = sizeof self;
    memset(&self, 0, sizeof self);
    TELL(getsockopt(pair[1], SOL_SOCKET, SO_PEERCRED, &self, &bytes));
    TELL(self.pid == getpid());
    close(pair[0]);
    TELL(recv(pair[1], text, sizeof text, 0));
    TELL(send(pair[1], "x", 1, MSG_NOSIGNAL));
    close(pair[1]);

    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "socket"};
    streams(AF_UNIX, (struct sockaddr*)&name, sizeof name);
    const int again = socket(AF_UNIX, SOCK_STREAM, 0);
    TELL(bind(again, (struct sockaddr*)&name, sizeof name));
    TELL(connect(again, (struct sockaddr*)&name, sizeof name));
    strcpy(name.sun_path, "missing");
    TELL(connect(again, (struct sockaddr*)&name, sizeof name));
    close(again);
}

static void options(void)
{
    const int stream = socket(AF_INET, SOCK_STREAM, 0);
    int value = 0;
    socklen_t bytes = sizeof value;
    TELL(getsockopt(stream, SOL_SOCKET, SO_TYPE, &value, &bytes));
    TELL(value == SOCK_STREAM);
    TELL(getsockopt(stream, SOL_SOCKET, SO_DOMAIN, &value, &bytes));
    TELL(value == AF_INET);
    TELL(getsockopt(stream, SOL_SOCKET, SO_ACCEPTCONN, &value, &bytes));
    TELL(value);
    value = 1;
    TELL(setsockopt(stream, SOL_SOCKET, SO_KEEPALIVE, &value, sizeof value));
    TELL(setsockopt(stream, IPPROTO_TCP, TCP_NODELAY, &value, sizeof value));
    value = 0;
    TELL(getsockopt(stream, IPPROTO_TCP, TCP_NODELAY, &value, &bytes));
    TELL(value);
    TELL(setsockopt(stream, SOL_SOCKET, SO_KEEPALIVE, &value, 1));
    TELL(setsockopt(stream, SOL_SOCKET, SO_KEEPALIVE, NOWHERE, sizeof value));
    TELL(setsockopt(stream, SOL_SOCKET, 9999, &value, sizeof value));
    TELL(setsockopt(stream, 9999, 1, &value, sizeof value));
    struct linger linger = {.l_onoff = 1, .l_linger = 5};
    TELL(setsockopt(stream, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
    bytes = sizeof linger;
    memset(&linger, 0, sizeof linger);
    TELL(getsockopt(stream, SOL_SOCKET, SO_LINGER, &linger, &bytes));
    TELL(linger.l_linger);
    bytes = 1;
    value = 0;
    TELL(getsockopt(stream, SOL_SOCKET, SO_TYPE, &value, &bytes));
    TELL(value);
    TELL(bytes);
    TELL(getsockopt(-1, SOL_SOCKET, SO_TYPE, &value, &bytes));
    TELL(getsockopt(0, SOL_SOCKET, SO_TYPE, &value, &bytes) == -1);
    const int datagram = socket(AF_INET, SOCK_DGRAM, 0);
    struct ip_mreq group = {.imr_multiaddr.s_addr = htonl(0xEFFF0001),
                            .imr_interface.s_addr = htonl(INADDR_LOOPBACK)};
    TELL(setsockopt(datagram, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
    TELL(setsockopt(datagram, IPPROTO_IP, IP_DROP_MEMBERSHIP, &group, sizeof group));
    struct group_req request = {.gr_interface = if_nametoindex("lo")};
    struct sockaddr_in* const place = (struct sockaddr_in*)&request.gr_group;
    place->sin_family = AF_INET;
    place->sin_addr.s_addr = htonl(0xEFFF0002);
    QEMU_IS_WRONG(
        "it knows no such requests",
        TELL(setsockopt(datagram, IPPROTO_IP, MCAST_JOIN_GROUP, &request, sizeof request)));
    QEMU_IS_WRONG("see above", TELL(setsockopt(datagram, IPPROTO_IP, MCAST_LEAVE_GROUP, &request,
                                               sizeof request)));
    QEMU_IS_WRONG("see above", TELL(setsockopt(datagram, IPPROTO_IP, MCAST_LEAVE_GROUP, &request,
                                               sizeof request)));
    // Interfaces
    struct ifreq interface = {0};
    strcpy(interface.ifr_name, "lo");
    TELL(ioctl(datagram, SIOCGIFFLAGS, &interface));
    TELL((interface.ifr_flags & IFF_LOOPBACK) != 0);
    TELL(ioctl(datagram, SIOCGIFADDR, &interface));
    TELL(ntohl(((struct sockaddr_in*)&interface.ifr_addr)->sin_addr.s_addr) == INADDR_LOOPBACK);
    strcpy(interface.ifr_name, "none");
    TELL(ioctl(datagram, SIOCGIFFLAGS, &interface));
    struct ifreq all[64];
    struct ifconf list = {.ifc_len = sizeof all, .ifc_req = all};
    TELL(ioctl(datagram, SIOCGIFCONF, &list));
    TELL(list.ifc_len > 0 && list.ifc_len % sizeof(struct ifreq) == 0);
    TELL_TEXT(all[0].ifr_name);
    // When it came.
    int on = 1;
    TELL(setsockopt(datagram, SOL_SOCKET, SO_TIMESTAMP, &on, sizeof on));
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    bytes = sizeof address;
    bind(datagram, (struct sockaddr*)&address, sizeof address);
    getsockname(datagram, (struct sockaddr*)&address, &bytes);
    sendto(datagram, "t", 1, 0, (struct sockaddr*)&address, sizeof address);
    char byte = 0;
    char control[256];
    struct iovec vector = {&byte, 1};
    struct msghdr message = {.msg_iov = &vector,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof control};
    TELL(recvmsg(datagram, &message, 0));
    struct cmsghdr* const header = CMSG_FIRSTHDR(&message);
    NEED(header != NULL);
    TELL(header->cmsg_type == SCM_TIMESTAMP);
    TELL(header->cmsg_len == CMSG_LEN(sizeof(struct timeval)));
    struct timeval when;
    memcpy(&when, CMSG_DATA(header), sizeof when);
    TELL(when.tv_sec > 1600000000 && when.tv_usec < 1000000);
    close(stream);
    close(datagram);
}

void sockets(void)
{
    internet();
    datagrams();
    local();
    options();
}
