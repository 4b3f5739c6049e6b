use super::{Failure, Register, RoleChoice};
use endpoint::clock;
use endpoint::communes::commune;
use endpoint::invitations::{Hashing, Inviting};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use register::role::Role;

const HOUR_MS: i64 = 60 * 60 * 1000;

/// Invite a person: prints a link, its QR code, and a code to type
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    register: Register,
    /// How people reach the service, for example https://so.example.vn
    #[arg(long, env = "ENDPOINT_BASE_URL")]
    base_url: String,
    #[arg(long)]
    role: RoleChoice,
    /// The commune's five digits
    #[arg(long)]
    commune: String,
    /// The village's name; made if the commune has none of that name
    #[arg(long)]
    village: Option<String>,
    /// The invited person's name
    #[arg(long)]
    name: String,
    /// Who invites
    #[arg(long, default_value = "Quản trị Sổ Thi đua")]
    invited_by: String,
    /// For how many hours the invitation is good
    #[arg(long, default_value_t = 168)]
    hours: i64,
    /// Print {"link", "code"} and nothing else
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let role = Role::from(arguments.role);
    let commune = commune(&arguments.commune).ok_or("there is no commune of that code")?;
    if arguments.name.trim().is_empty() {
        return Err("the name is empty".into());
    }
    let village = arguments
        .village
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    if role == Role::VillageHead && village.is_none() {
        return Err("a village head needs --village".into());
    }
    let endpoint = arguments.register.open().await?;
    let now = clock::now();
    endpoint.found_commune(&commune, year_of(now), now).await?;
    let scope = match village {
        Some(name) => {
            let village = endpoint.found_village(&commune, name, now).await?;
            format!("{}/{}", commune.code, village.id)
        }
        None => commune.code,
    };
    let inviting = Inviting {
        person_name: arguments.name.trim().to_owned(),
        role,
        scope,
        invited_by: arguments.invited_by,
        expires_at: now + arguments.hours * HOUR_MS,
    };
    let code = endpoint.invite(inviting, Hashing::Strong).await?;
    let base = arguments.base_url.trim_end_matches('/');
    let link = format!("{base}/moi/{}", code.compact());
    if arguments.json {
        println!(
            "{}",
            serde_json::json!({ "link": link, "code": code.to_string() })
        );
    } else {
        let picture = QrCode::new(&link)?.render::<Dense1x2>().build();
        println!(
            "{}\n\n{picture}\n\n{link}\nMã: {code}\n",
            arguments.name.trim()
        );
    }
    Ok(())
}

/// The year in Vietnam, seven hours ahead of UTC.
fn year_of(now: i64) -> i64 {
    const DAY_MS: i64 = 24 * HOUR_MS;
    let days = (now + 7 * HOUR_MS).div_euclid(DAY_MS);
    // Four hundred years are 146,097 days; from 1 March of the year 0.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day = shifted.rem_euclid(146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    // January and February belong to the year that began in March before.
    era * 400 + year + i64::from(day_of_year >= 306)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(now: i64, expected: i64) {
        assert_eq!(year_of(now), expected);
    }

    #[test]
    fn the_year_is_that_of_vietnam() {
        check(0, 1970);
        // 31 December 2025, 16:59:59 and 17:00:00 UTC
        check(1_767_200_399_000, 2025);
        check(1_767_200_400_000, 2026);
        // 29 February 2028
        check(1_835_395_200_000, 2028);
    }
}
