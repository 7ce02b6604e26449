// The other side of the interop test: go-spiffe, as its users write it.
//
//	peer serve OWN-ID PEER-ID   prints the address it listens on, then one line a connection: who called
//	peer dial OWN-ID PEER-ID ADDRESS   prints what the server answered
package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/spiffe/go-spiffe/v2/spiffeid"
	"github.com/spiffe/go-spiffe/v2/spiffetls"
	"github.com/spiffe/go-spiffe/v2/spiffetls/tlsconfig"
	"github.com/spiffe/go-spiffe/v2/svid/x509svid"
	"github.com/spiffe/go-spiffe/v2/workloadapi"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("usage: peer serve|dial OWN-ID PEER-ID [ADDRESS]")
	}
	own, err := spiffeid.FromString(args[1])
	if err != nil {
		return err
	}
	peer, err := spiffeid.FromString(args[2])
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	source, err := workloadapi.NewX509Source(ctx, workloadapi.WithDefaultX509SVIDPicker(
		func(svids []*x509svid.SVID) *x509svid.SVID {
			for _, svid := range svids {
				if svid.ID == own {
					return svid
				}
			}
			return svids[0]
		}))
	if err != nil {
		return fmt.Errorf("no SVID: %w", err)
	}
	defer source.Close()
	authorizer := tlsconfig.AuthorizeID(peer)
	switch {
	case args[0] == "serve":
		return serve(ctx, source, authorizer)
	case args[0] == "dial" && len(args) == 4:
		return dial(ctx, source, authorizer, args[3])
	}
	return fmt.Errorf("unknown command %q", args[0])
}

func serve(ctx context.Context, source *workloadapi.X509Source, authorizer tlsconfig.Authorizer) error {
	mode := spiffetls.MTLSServerWithSource(authorizer, source)
	listener, err := spiffetls.ListenWithMode(ctx, "tcp", "127.0.0.1:0", mode)
	if err != nil {
		return err
	}
	defer listener.Close()
	fmt.Println(listener.Addr())
	// Until the test ends this process by closing its standard input.
	go func() {
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
		listener.Close()
	}()
	for {
		connection, err := listener.Accept()
		if err != nil {
			return nil
		}
		fmt.Println(answer(connection))
	}
}

func answer(connection net.Conn) string {
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(10 * time.Second))
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		return "refused: " + err.Error()
	}
	peer, err := spiffetls.PeerIDFromConn(connection)
	if err != nil {
		return "refused: " + err.Error()
	}
	fmt.Fprintf(connection, "%s says %s", peer, line)
	return peer.String()
}

func dial(ctx context.Context, source *workloadapi.X509Source, authorizer tlsconfig.Authorizer, address string) error {
	mode := spiffetls.MTLSClientWithSource(authorizer, source)
	connection, err := spiffetls.DialWithMode(ctx, "tcp", address, mode)
	if err != nil {
		return err
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := fmt.Fprintln(connection, "hello"); err != nil {
		return err
	}
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		return err
	}
	fmt.Print(line)
	return nil
}
