// What a program does with the client that NSwag makes. A type that is not the one written here does not compile.
import { AddItemRequest, CartLine, CartResponse, ClicksResponse, Problem, ShopClient, TokenPairResponse } from "./ShopClient";

declare const process: { argv: string[] };

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : never;

const quantityIsANumber: Same<CartLine["quantity"], number> = true;
const versionIsANumber: Same<CartResponse["version"], number> = true;
const countsAreNumbers: Same<ClicksResponse["counts"], { [key: string]: number; }> = true;
const itemHasToBeSent: Same<AddItemRequest["item"], string> = true;
const quantityMayBeLeftOut: Same<AddItemRequest["quantity"], number | undefined> = true;
const updatedAtMayBeMissing: Same<CartResponse["updated_at"], Date | undefined> = true;

const password = "violet teapot harbour";

function check(holds: boolean, what: string): void {
    if (!holds)
        throw new Error(`It is not as it should be: ${what}.`);
}

async function shop(address: string, username: string): Promise<void> {
    let token = "";
    const client = new ShopClient(address, {
        // NSwag sends a header that was left out as an empty one, and an empty condition or key is refused.
        fetch: (url: RequestInfo, init?: RequestInit) => fetch(url, {
            ...init,
            headers: Object.entries({ ...(init?.headers as Record<string, string>), Authorization: token }).filter(([, value]) => value !== ""),
        }),
    });
    await client.register({ username, password });
    const pair: TokenPairResponse = await client.logIn({ username, password });
    token = `${pair.token_type} ${pair.access_token}`;

    const cart: CartResponse = await client.addToCart({ item: "apple", quantity: 2 });
    check(cart.cart.length === 1 && cart.cart[0].quantity === 2 && cart.version === 1, "the cart");
    check((await client.countClick()).count === 1, "the click");
    check((await client.checkOut()).lines[0].item === "apple", "the order");
    check((await client.exportMe()).clicks.counts["click"] === 1, "the export");

    const refusal: Problem = await client.checkOut().then(() => { throw new Error("An empty cart was checked out."); }, (refused) => refused.result ?? refused);
    check(refusal.type === "urn:orleansstate:problem:cart-empty" && refusal.status === 409, "the refusal");
    check(quantityIsANumber && versionIsANumber && countsAreNumbers && itemHasToBeSent && quantityMayBeLeftOut && updatedAtMayBeMissing, "a type");
}

shop(process.argv[2], process.argv[3]).catch((fault) => {
    console.error(fault);
    (process as unknown as { exitCode: number }).exitCode = 1;
});
