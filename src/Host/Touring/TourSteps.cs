namespace Coterie.Host.Touring;

/// <summary>The steps of the tour. <c>docs/lecture.md</c> has the same words; a test compares the two.</summary>
internal static class TourSteps
{
    /// <summary>All steps, in their order.</summary>
    public static IReadOnlyList<TourStep> All { get; } =
    [
        new(
            "Taking turns",
            """
            Five processes share something that only one of them may use at a time; using it is called being inside the
            critical section. Nobody is in charge: they send each other messages.
            """,
            ["simulate 5 6 --virtual --seed 7"],
            "What must a process know before it enters?",
            """
            That all four others have agreed, each by a reply. A process that is inside does not reply before it leaves,
            so nobody else can have all four replies in the meantime.
            """),
        new(
            "Numbers instead of clocks",
            """
            The clocks of different machines never agree, so a process that asks takes a number instead, its logical clock:
            one that is larger than all numbers that it has seen. A request carries this number and that of its process:
            2.3 is number 2 of process 3, and no decimal number.
            """,
            ["simulate 3 1 --virtual --seed 1 --think 0 --hold 200ms --latency 20ms"],
            "At first all three ask with the number 1. Who enters first, and how do they agree on it?",
            """
            Process 1. The smaller number goes first, and of equal numbers the smaller process. Every process compares two
            requests in this way, so all come to the same order: 1.1, 1.2, 1.3. Whoever has the smaller request defers its
            reply: it sends it only when it leaves. And if a process has replied before it asks itself? Then it has seen the
            other number, and its own one is larger.
            """),
        new(
            "A picture of a run",
            """
            A run of this algorithm, that of Ricart and Agrawala, can be recorded and drawn: a line for each process, an
            arrow for each message, a grey bar while a process waits, and a yellow box while it is inside. Time goes to the
            right.
            """,
            [
                "simulate 5 0.2 --virtual --think 10ms..40ms --hold 10ms..30ms --latency 2ms..8ms --seed 42 --quiet "
                    + "--trace run.jsonl",
                "trace run.jsonl --as svg --out turns.svg",
                "trace run.jsonl --as text --to 60ms",
            ],
            "Find a request that is answered late. What does the answer wait for?",
            """
            For the end of a yellow box. Whoever is inside defers its reply until it leaves; so does whoever waits with a
            smaller request, and its own box comes first. At the end of the run, those that still wait withdraw their
            requests, and then they reply.
            """),
        new(
            "Why did it wait?",
            """
            A process waits for many messages, but only one of them comes last. From that message one can go back, step by
            step, to the request: the parts add up to the whole wait.
            """,
            ["why run.jsonl --entry 3"],
            "How much of this wait did messages on their way take?",
            """
            About 9 ms of 39 ms. Other processes took the rest. This does not say how long the wait would be on a faster
            network: there the requests may come in another order.
            """),
        new(
            "What it costs",
            """
            Every entry needs a request to each other process and a reply from each: 2(N-1) messages for N processes.
            Raymond's algorithm sends its messages along a tree instead; here are the two when everybody always wants in,
            with the delay from an exit to the next entry.
            """,
            ["compare --processes 10 --load high --seed 7 --algorithms ricart-agrawala,raymond"],
            "Raymond's algorithm needs 3.6 messages where Ricart and Agrawala's needs 18. What is the price?",
            """
            The delay: 1.8 times the time of a message instead of 1.0, because the permission to enter goes from process to
            process along the tree. In a large tree, or in a long chain, that is many steps. And there is only one such
            permission: if it is lost, nobody enters any more.
            """),
        new(
            "Every order of messages",
            """
            A simulation shows one run, and another seed shows another one. The explorer visits every state that a few
            processes can be in, with the messages arriving in any order.
            """,
            ["explore --processes 3"],
            "Three processes with one request each have 2,879 states. How many do four have?",
            """
            Two million: the number of orders grows very fast with each message. So the explorer tries a few
            processes in every order, and the simulator many processes in some orders.
            """),
        new(
            "Breaking a rule",
            """
            What is a rule for? Leave it out and see: here a process replies although it is inside, and the program looks
            for the smallest run that goes wrong.
            """,
            [
                "hunt --bug reply-while-inside --trace wrong.jsonl",
                "trace wrong.jsonl --as svg --out wrong.svg",
                "check wrong.jsonl",
            ],
            "A request and a reply are marked. Which of the two is wrong, and when would it have been right?",
            """
            The reply of process 2, which it sends while it is inside. It would have been right when process 2 left. The
            request is right: process 1 may ask whenever it wants.
            """),
        new(
            "A process stops",
            """
            Ricart and Agrawala need the consent of everybody. Here process 1 stops for good after four and a half seconds,
            at a moment when it is outside and wants nothing.
            """,
            ["simulate 5 10 --virtual --seed 7 --crash 1@4.5s --quiet"],
            "Process 1 wants nothing. Why do the others wait for it?",
            """
            Because nobody can tell a process that has stopped from one that is slow. If the others went on without it, and
            it was only slow, it could have asked with a smaller number, and two would be inside.
            """),
        new(
            "Votes",
            """
            A majority is enough: any two majorities share a voter, and a voter gives its vote to one request at a time. A
            vote is valid for a limited time, so the votes of a process that has stopped expire.
            """,
            ["simulate 5 20 --virtual --seed 7 --protocol quorum --voters 3 --crash 2@5s --quiet"],
            "One voter of three stops, and all five clients go on. What happens if two stop?",
            """
            Nobody enters any more, because one voter is no majority; but nothing wrong happens, and when one of them is
            back, all go on. A slow process cannot get in beside another one: it needs a majority, too, and the voter that
            both share has given its vote away. This is the lock that your own programs can use.
            """),
        new(
            "Readers and writers",
            """
            A shared memory lets many read at the same time, but only one may write. Once a writer waits, no new reader gets
            in, so that writers are not kept out for ever; process 1 is the memory, then come three readers and two writers.
            """,
            ["simulate 6 20 --virtual --protocol memory --readers 3 --writers 2 --seed 5 --quiet"],
            "Who can be kept out for ever now?",
            """
            A reader, if writers never stop coming: they go first. In this run nobody was kept out. Every lock for readers
            and writers has to make such a choice.
            """),
    ];
}
